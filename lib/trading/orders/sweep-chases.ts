import "server-only";
import { findActiveChases } from "@/lib/db/queries/chases";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";
import { finishChase, stepChase } from "@/lib/trading/orders/step-chase";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Chases of one sweep. */
const LIMIT = 500;
/** The order of a chase is placed by the request that starts it; where that was cut off, after this time, ms. */
const GRACE_MS = 5_000;

/**
 * Moves the order of each active chase to the best price, and ends those that are done. All of its state is in the
 * database, so that it goes on after a restart.
 */
export async function sweepChases(readNowMs: () => number = Date.now): Promise<void> {
  const chases = await findActiveChases(new Date(readNowMs()), LIMIT);
  await forEachConcurrent(chases, PARALLEL, async (chase) => {
    if (!chase.isPlaced && readNowMs() - chase.startsAt.getTime() < GRACE_MS) return;
    try {
      await stepChase(chase, readNowMs());
    } catch (error) {
      const isArchived = error instanceof AppError && error.code === "portfolio_archived";
      // Its portfolio was archived while it began.
      if (isArchived) await finishChase(chase, { status: "stopped" });
      else reportError("chase-not-continued", error, { portfolioId: chase.portfolioId, id: chase.id });
    }
  });
}
