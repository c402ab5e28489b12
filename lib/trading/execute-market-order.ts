import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { isTransient, type RejectReason } from "@/lib/core/engine/reject-reason";
import { findOrderStatus } from "@/lib/db/orders";
import { observeMetric } from "@/lib/infra/metrics";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { reportError } from "@/lib/infra/report-error";
import { continueTrace, traced } from "@/lib/infra/trace";
import { AppError } from "@/lib/schemas/api-error";
import { commandPortfolio } from "@/lib/trading/command-portfolio";
import type { OrderMessage } from "@/lib/trading/send-order";

/** What became of one attempt to execute an order. */
export type Execution = { outcome: "done" | "duplicate" | "unknown_order"; reason?: RejectReason };

/** What an execution must know of its order. */
type Known = { symbol: string; status: string; acceptedAt: string | Date };

/**
 * Fills a queued market order through the book of this moment, or ends it when its time is over. Whoever comes
 * second finds it done; in the process that is at it, by waiting for that one's outcome.
 *
 * @param accepted the order as this process has just stored it, which spares looking it up
 * @throws AppError `service_unavailable` when the market is stale and the order's time is not over: try again
 */
export function executeMarketOrder(message: OrderMessage, accepted?: Known): Promise<Execution> {
  const attributes = { "order.id": message.orderId };
  return continueTrace(message.traceparent, () =>
    traced("order.execute", { kind: "consumer", attributes }, () => executeOnce(message, accepted)),
  );
}

async function executeOnce(message: OrderMessage, accepted: Known | undefined): Promise<Execution> {
  const running = getProcessSingleton("order-executions", () => new Map<string, Promise<Execution>>());
  const key = `${message.portfolioId}/${message.orderId}`;
  const first = running.get(key);
  if (first !== undefined) {
    const execution = await first;
    return execution.outcome === "done" ? { outcome: "duplicate" } : execution;
  }
  const execution = execute(message, accepted);
  running.set(key, execution);
  return execution.finally(() => running.delete(key));
}

async function execute({ portfolioId, orderId }: OrderMessage, accepted?: Known): Promise<Execution> {
  const order = accepted ?? (await findOrderStatus(portfolioId, orderId));
  if (order === null) {
    reportError("executed-order-unknown", "A callback names an order that is not stored.", { orderId });
    return { outcome: "unknown_order" };
  }
  if (order.status !== "QUEUED") return { outcome: "duplicate" };
  const result = await commandPortfolio(portfolioId, { type: "execute", orderId }, [order.symbol]);
  if (result.ok) {
    if (!result.isRepeat) observeMatch(result.events, new Date(order.acceptedAt));
    return { outcome: "done" };
  }
  if (isTransient(result.reason)) {
    throw new AppError("service_unavailable", "There is no fresh market to fill the order from.");
  }
  return { outcome: "duplicate", reason: result.reason };
}

function observeMatch(events: readonly PortfolioEvent[], acceptedAt: Date): void {
  const filled = events.find(({ type }) => type === "order-filled");
  if (filled) observeMetric("order_match_seconds", (filled.atMs - acceptedAt.getTime()) / 1_000);
}
