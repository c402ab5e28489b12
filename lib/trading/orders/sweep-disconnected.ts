import "server-only";
import { clearConnected, type Disconnected, findDisconnected } from "@/lib/db/queries/users/disconnects";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Keys of one sweep; the next one processes the rest. */
const LIMIT = 500;
/** Between two sweeps there is one second, and as much between two records of an open socket, in ms. */
const USUAL_MS = 2_000;
/** How long open sockets have to be recorded again after a gap between two sweeps, in ms. */
const GRACE_MS = 10_000;

/** When the keys were last read, and the longest of the gaps before it that may still be felt, ms. */
type Watch = { readMs: number; gap: { ms: number; untilMs: number } | null };

/**
 * Cancels all orders of the portfolios whose program has lost its sockets for longer than it allows. A sweep that ends in
 * between is repeated by the next one: cancelling again does nothing.
 *
 * Where nothing could be read for a while, no open socket could be recorded either: then a program that allows no more than
 * that has some seconds to be seen again.
 */
export async function sweepDisconnected(readNowMs: () => number = Date.now): Promise<void> {
  const found = await findDisconnected(LIMIT);
  const unseenMs = recordRead(readNowMs());
  const isOver = ({ disconnectSeconds }: Disconnected) => disconnectSeconds * 1_000 > unseenMs;
  await forEachConcurrent(found.filter(isOver), PARALLEL, async (key) => {
    const { portfolioId } = key;
    try {
      await commandPortfolio(portfolioId, { type: "cancel-all", cause: "disconnected" }, "all");
      await clearConnected(key);
    } catch (error) {
      reportError("orders-not-cancelled", error, { portfolioId });
    }
  });
}

/** Records that the keys have been read. @returns for how long sockets may be open without having been recorded, ms */
function recordRead(nowMs: number): number {
  const watch = getProcessSingleton<Watch>("disconnect-watch", () => ({
    readMs: Number.NEGATIVE_INFINITY,
    gap: null,
  }));
  const gapMs = nowMs - watch.readMs;
  watch.readMs = nowMs;
  if (watch.gap !== null && nowMs >= watch.gap.untilMs) watch.gap = null;
  if (gapMs > USUAL_MS) watch.gap = { ms: Math.max(gapMs, watch.gap?.ms ?? 0), untilMs: nowMs + GRACE_MS };
  return watch.gap === null ? 0 : watch.gap.ms + USUAL_MS;
}
