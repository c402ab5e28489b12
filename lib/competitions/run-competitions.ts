import "server-only";
import {
  beginCompetitions,
  findOpenEntries,
  findRunningCompetitions,
  freezeResults,
  recordDrawdowns,
} from "@/lib/db/competitions/competition-standings";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readPositionMarks } from "@/lib/market/reference/read-position-marks";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Portfolios that are locked in one run; the next one locks the rest. */
const MAX_LOCKED = 20_000;

/**
 * Begins the competitions whose time has come, records the drawdowns of the running ones, and ends those that
 * are over: their portfolios are locked, their positions closed at the marks, and their results frozen with the
 * heads of the logs. What a run leaves, the next one continues.
 */
export async function runCompetitions(
  now = new Date(),
): Promise<{ begun: number; running: number; ended: number }> {
  const begun = await beginCompetitions(now);
  const competitions = await findRunningCompetitions(now);
  let ended = 0;
  for (const { id, isOver } of competitions) {
    try {
      await recordDrawdowns(id, await readPositionMarks());
      if (isOver && (await lockEntries(id)) && (await freezeResults(id, now))) ended += 1;
    } catch (error) {
      reportError("competition-not-run", error, { competitionId: id });
    }
  }
  return { begun, running: competitions.length - ended, ended };
}

/** Locks the portfolios of a competition; whether all of them are locked now. */
async function lockEntries(id: string): Promise<boolean> {
  await forEachConcurrent(await findOpenEntries(id, MAX_LOCKED), PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, { type: "lock", reason: "competition_ended" }, "open");
    } catch (error) {
      reportError("entry-not-locked", error, { competitionId: id, portfolioId });
    }
  });
  return (await findOpenEntries(id, 1)).length === 0;
}
