import { listWebhooks, searchPayments } from "@/lib/db/admin/admin-payments";
import { listCancellations } from "@/lib/db/queries/subscriptions";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Payments, and the newest webhooks and cancellations. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/payments"], async ({ query }) => {
  const [payments, webhooks, cancellations] = await Promise.all([
    searchPayments(query),
    listWebhooks(50),
    listCancellations(),
  ]);
  const lines = payments.map(({ providerId, ...rest }) => ({
    ...rest,
    providerId: providerId?.toString() ?? null,
  }));
  const nextCursor = lines.length === query.limit ? lines.at(-1)?.id : null;
  return { body: { payments: lines, webhooks, cancellations, nextCursor } };
});
