import { withCron } from "@/lib/http/route/with-cron";
import { checkPayments } from "@/lib/payments/check-payments";
import { stopOrphanedRenewals } from "@/lib/payments/stop-renewals";

export const dynamic = "force-dynamic";

/** Checks payments whose webhook and browser return were both lost, and ends renewals of deleted accounts. */
export const GET = withCron("payments", async () => ({
  ...(await checkPayments(Date.now())),
  renewalsStopped: await stopOrphanedRenewals(),
}));
