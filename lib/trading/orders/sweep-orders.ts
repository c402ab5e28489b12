import "server-only";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { findOverduePortfolios, findQueuedOrders } from "@/lib/db/queries/orders";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { sendOrder } from "@/lib/trading/orders/send-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

/** An order that is queued for longer was not sent, its callback was lost, or its process died; in ms. */
const UNSENT_AFTER_MS = 2_000;
const EXECUTION_TIMEOUT_MS = BYBIT.executionTimeoutMs ?? Number.POSITIVE_INFINITY;
const MINUTE_MS = 60_000;
const PARALLEL = 8;
/** Orders and portfolios of one sweep; the next one processes the rest. */
const LIMIT = 2_000;

/**
 * Expires every overdue order and releases its margin, and sends again those that have time left and were not
 * sent or were lost: no order stays queued for ever.
 */
export async function sweepOrders(nowMs = Date.now()): Promise<{ expired: number; resent: number }> {
  const queued = await findQueuedOrders({ acceptedBeforeMs: nowMs - UNSENT_AFTER_MS, limit: LIMIT });
  const isLate = ({ acceptedAtMs }: { acceptedAtMs: number }) => nowMs - acceptedAtMs > EXECUTION_TIMEOUT_MS;
  const overdue = [
    ...new Set([
      ...(await findOverduePortfolios({ nowMs, limit: LIMIT })),
      ...queued.filter(isLate).map(({ portfolioId }) => portfolioId),
    ]),
  ];
  await forEachConcurrent(overdue, PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, { type: "expire" }, []);
    } catch (error) {
      reportError("orders-not-expired", error, { portfolioId });
    }
  });
  const late = new Set(overdue);
  const unsent = queued.filter(({ portfolioId }) => !late.has(portfolioId));
  await forEachConcurrent(unsent, PARALLEL, async ({ portfolioId, clientOrderId: orderId }) => {
    await sendOrder({ portfolioId, orderId }, Math.floor(nowMs / MINUTE_MS));
  });
  return { expired: overdue.length, resent: unsent.length };
}
