import { listWebhooks, searchPayments } from "@/lib/db/admin/admin-payments";
import { ADMIN_ENDPOINTS } from "@/lib/http/endpoints/admin-endpoints";
import { withAdmin } from "@/lib/http/route/with-admin";

export const dynamic = "force-dynamic";

/** Payments and the newest webhooks. */
export const GET = withAdmin(ADMIN_ENDPOINTS["GET /api/admin/payments"], async ({ query }) => {
  const [payments, webhooks] = await Promise.all([searchPayments(query), listWebhooks(50)]);
  const lines = payments.map(({ providerId, ...rest }) => ({
    ...rest,
    providerId: providerId?.toString() ?? null,
  }));
  return {
    body: { payments: lines, webhooks, nextCursor: lines.length === query.limit ? lines.at(-1)?.id : null },
  };
});
