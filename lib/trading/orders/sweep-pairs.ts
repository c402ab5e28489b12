import "server-only";
import { findBrokenPairs } from "@/lib/db/queries/orders";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Orders of one sweep; the next one processes the rest. */
const LIMIT = 500;

/**
 * Cancels each open order of a pair whose other order was filled, triggered or ended. The pairs are the orders' own
 * ids, so that a restart loses none. @returns how many were cancelled
 */
export async function sweepPairs(): Promise<number> {
  const orders = await findBrokenPairs(LIMIT);
  await forEachConcurrent(orders, PARALLEL, async ({ portfolioId, clientOrderId, symbol }) => {
    try {
      // An order that has ended meanwhile is a rejection as a value, which changes nothing.
      await commandPortfolio(portfolioId, { type: "cancel", orderId: clientOrderId }, [symbol]);
    } catch (error) {
      reportError("pair-not-cancelled", error, { portfolioId });
    }
  });
  return orders.length;
}
