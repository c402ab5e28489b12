import { withCron } from "@/lib/http/route/with-cron";
import { checkPayments } from "@/lib/payments/check-payments";
import { stopOrphanedRenewals } from "@/lib/payments/stop-renewals";

export const dynamic = "force-dynamic";

/** Settles payments whose webhook and whose return were both lost, and ends what renews for deleted accounts. */
export const GET = withCron("payments", async () => ({
  ...(await checkPayments(Date.now())),
  renewalsStopped: await stopOrphanedRenewals(),
}));
