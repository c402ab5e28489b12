import "server-only";
import { checkChallenge } from "@/lib/challenge/check-challenge";
import { findDueChallenges } from "@/lib/db/queries/challenges";
import { reportError } from "@/lib/infra/telemetry/report-error";

const PAGE = 200;
const WIDTH = 8;

/**
 * Evaluates every challenge whose reset or rule deadline is due, those with open positions first, until none is left or
 * `untilMs` is reached: the next run continues. A failure is reported and does not stop the others.
 */
export async function rollDays(options: { untilMs: number }): Promise<{ rolled: number; failed: number }> {
  const doneIds = new Set<string>();
  let rolled = 0;
  let failed = 0;
  while (Date.now() < options.untilMs) {
    const found = await findDueChallenges(new Date(), PAGE + doneIds.size);
    const due = found.filter((id) => !doneIds.has(id));
    if (due.length === 0) break;
    const rest = due.values();
    const lane = async () => {
      for (const portfolioId of rest) {
        if (Date.now() >= options.untilMs) return;
        try {
          if (await checkChallenge(portfolioId)) rolled += 1;
          // Nothing follows from it yet: it is left to the next run.
          else doneIds.add(portfolioId);
        } catch (error) {
          doneIds.add(portfolioId);
          failed += 1;
          reportError("challenge-not-rolled", error, { portfolioId });
        }
      }
    };
    await Promise.all(Array.from({ length: WIDTH }, lane));
  }
  return { rolled, failed };
}
