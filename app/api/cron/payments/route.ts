import { withCron } from "@/lib/http/with-cron";
import { checkPayments } from "@/lib/payments/check-payments";

export const dynamic = "force-dynamic";

/** Settles payments whose webhook and whose return were both lost. */
export const GET = withCron("payments", () => checkPayments(Date.now()));
