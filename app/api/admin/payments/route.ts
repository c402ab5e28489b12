import { listWebhooks, searchPayments } from "@/lib/db/admin/admin-payments";
import { withAdmin } from "@/lib/http/route/with-admin";
import { adminListSchema } from "@/lib/schemas/admin";

export const dynamic = "force-dynamic";

/** Payments and the newest webhooks. */
export const GET = withAdmin({ query: adminListSchema }, async ({ query }) => {
  const [payments, webhooks] = await Promise.all([searchPayments(query), listWebhooks(50)]);
  const lines = payments.map(({ providerId, ...rest }) => ({
    ...rest,
    providerId: providerId?.toString() ?? null,
  }));
  return {
    body: { payments: lines, webhooks, nextCursor: lines.length === query.limit ? lines.at(-1)?.id : null },
  };
});
