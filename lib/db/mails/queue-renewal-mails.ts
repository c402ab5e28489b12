import "server-only";
import { getDb } from "@/lib/db/client";

/** How long before the charge a renewal is announced, in ms. */
const AHEAD_MS = 3 * 86_400_000;

/** Queues a notice for each renewal that is charged within three days, once for each charge. */
export async function queueRenewalMails(now: Date): Promise<void> {
  const until = new Date(now.getTime() + AHEAD_MS);
  await getDb().$executeRaw`
    INSERT INTO "QueuedMail" ("userId", "id", "kind", "facts")
    SELECT s."userId", 'renewal-' || s."code" || '-' || (s."nextPaymentAt" AT TIME ZONE 'UTC')::date, 'renewal',
      jsonb_build_object('kind', 'renewal', 'product', s."product", 'amount', p."amount", 'currency', p."currency",
        'chargedAtMs', floor(extract(epoch FROM s."nextPaymentAt") * 1000)::bigint)
    FROM "Subscription" s
    JOIN LATERAL (SELECT "amount", "currency" FROM "Payment"
      WHERE "userId" = s."userId" AND "product" = s."product" AND "paidAt" IS NOT NULL
      ORDER BY "paidAt" DESC LIMIT 1) p ON true
    WHERE s."status" IN ('active', 'attention') AND s."nextPaymentAt" > ${now} AND s."nextPaymentAt" <= ${until}
    ON CONFLICT DO NOTHING`;
}
