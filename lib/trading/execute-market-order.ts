import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { isTransient, type RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrders } from "@/lib/db/orders";
import { observeMetric } from "@/lib/infra/metrics";
import { reportError } from "@/lib/infra/report-error";
import { continueTrace, traced } from "@/lib/infra/trace";
import { AppError } from "@/lib/schemas/api-error";
import { commandPortfolio } from "@/lib/trading/command-portfolio";
import type { OrderMessage } from "@/lib/trading/send-order";

/** What became of one attempt to execute an order. */
export type Execution = { outcome: "done" | "duplicate" | "unknown_order"; reason?: RejectReason };

/**
 * Fills a queued market order through the book of this moment, or ends it when its time is over. Whoever comes
 * second finds it done.
 *
 * @throws AppError `service_unavailable` when the market is stale and the order's time is not over: try again
 */
export function executeMarketOrder(message: OrderMessage): Promise<Execution> {
  const attributes = { "order.id": message.orderId };
  return continueTrace(message.traceparent, () =>
    traced("order.execute", { kind: "consumer", attributes }, () => execute(message)),
  );
}

async function execute({ portfolioId, orderId }: OrderMessage): Promise<Execution> {
  const [order] = await findOrders(portfolioId, [orderId]);
  if (order === undefined) {
    reportError("executed-order-unknown", "A callback names an order that is not stored.", { orderId });
    return { outcome: "unknown_order" };
  }
  if (order.status !== "QUEUED") return { outcome: "duplicate" };
  const result = await commandPortfolio(portfolioId, { type: "execute", orderId }, [order.symbol]);
  if (result.ok) {
    if (!result.isRepeat) observeMatch(result.events, order.acceptedAt);
    return { outcome: "done" };
  }
  if (isTransient(result.reason)) {
    throw new AppError("service_unavailable", "There is no fresh market to fill the order from.");
  }
  return { outcome: "duplicate", reason: result.reason };
}

function observeMatch(events: readonly PortfolioEvent[], acceptedAt: string): void {
  const filled = events.find(({ type }) => type === "order-filled");
  if (filled) observeMetric("order_match_seconds", (filled.atMs - Date.parse(acceptedAt)) / 1_000);
}
