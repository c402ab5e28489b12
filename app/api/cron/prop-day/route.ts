import { continueChallenges } from "@/lib/challenge/continue-challenges";
import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { anchorLogs } from "@/lib/challenge/proof/anchor-logs";
import { rollDays } from "@/lib/challenge/roll-days";
import { deleteSeconds } from "@/lib/db/market/price-ranges";
import { withCron } from "@/lib/http/route/with-cron";

export const dynamic = "force-dynamic";
export const maxDuration = 60;

/** Leaves time for the response before the next run begins, in ms. */
const RUN_MS = 45_000;
/** Longer than the closing of a trade may be late, in ms. */
const RETAIN_SECONDS_MS = 3 * 3_600_000;

/** Every minute: rolls the days whose reset is due and opens the phases that follow a passed one. */
export const GET = withCron("prop-day", async () => {
  const days = await rollDays({ untilMs: Date.now() + RUN_MS });
  const locked = await lockVoidChallenges();
  const continued = await continueChallenges();
  const anchored = await anchorLogs();
  return {
    ...days,
    locked,
    continued,
    anchored,
    forgotten: await deleteSeconds(new Date(Date.now() - RETAIN_SECONDS_MS)),
  };
});
