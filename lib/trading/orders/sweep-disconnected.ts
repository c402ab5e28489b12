import "server-only";
import { clearConnected, findDisconnected } from "@/lib/db/queries/users/disconnects";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Keys of one sweep; the next one processes the rest. */
const LIMIT = 500;

/**
 * Cancels all orders of the portfolios whose program has lost its sockets for longer than it allows. A sweep that ends in
 * between is repeated by the next one: cancelling again does nothing.
 */
export async function sweepDisconnected(): Promise<void> {
  await forEachConcurrent(await findDisconnected(LIMIT), PARALLEL, async (found) => {
    const { portfolioId } = found;
    try {
      await commandPortfolio(portfolioId, { type: "cancel-all", cause: "disconnected" }, "all");
      await clearConnected(found);
    } catch (error) {
      reportError("orders-not-cancelled", error, { portfolioId });
    }
  });
}
