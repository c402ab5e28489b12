import "server-only";
import { isWalkedTo, type Market, toVenueMs } from "@/lib/core/engine/context";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { isTransient, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { findOrderStatus } from "@/lib/db/queries/orders";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { observeOrderMatch } from "@/lib/infra/telemetry/metrics";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { continueTrace, traced } from "@/lib/infra/telemetry/trace";
import { getInterest } from "@/lib/market/ingest/interest";
import { waitForMarket } from "@/lib/market/reference/wait-for-market";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderMessage } from "@/lib/trading/orders/send-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

/** The result of one attempt to execute an order. */
export type Execution = { outcome: "done" | "duplicate" | "unknown_order"; reason?: RejectReason };

/** The same, with the resulting portfolio; null if this process executed nothing. */
type Executed = { execution: Execution; state: PortfolioState | null };

/** The fields of an order that its execution needs. */
type Known = { symbol: string; status: string; acceptedAt: string | Date };

/**
 * How long an execution waits for the first book after its order, in ms: two publish intervals and a half.
 */
export const BOOK_WAIT_MS = 250;
/**
 * The part of `BOOK_WAIT_MS` after which a book counts as unchanged and a snapshot is requested, in ms: two
 * publish intervals.
 */
const STILL_MS = 200;

/**
 * Executes a queued order against the first book that the venue published after its acceptance, or expires
 * it. A second call finds it executed; in the executing process it waits for the first call's result.
 *
 * @throws AppError `service_unavailable` when there is no such book yet and the order has not expired: try
 * again
 */
export async function executeMarketOrder(message: OrderMessage): Promise<Execution> {
  return (await executeAccepted(message)).execution;
}

/** @param accepted the order as this process has just stored it, which saves a query */
export async function executeAccepted(message: OrderMessage, accepted?: Known): Promise<Executed> {
  const running = getProcessSingleton("order-executions", () => new Map<string, Promise<Executed>>());
  const key = `${message.portfolioId}/${message.orderId}`;
  const first = running.get(key);
  if (first !== undefined) {
    const { execution, state } = await first;
    return { execution: execution.outcome === "done" ? { outcome: "duplicate" } : execution, state };
  }
  const attributes = { "order.id": message.orderId };
  const execution = continueTrace(message.traceparent, () =>
    traced("order.execute", { kind: "consumer", attributes }, () => execute(message, accepted)),
  );
  running.set(key, execution);
  return execution.finally(() => running.delete(key));
}

async function execute({ portfolioId, orderId }: OrderMessage, accepted?: Known): Promise<Executed> {
  const order = accepted ?? (await findOrderStatus(portfolioId, orderId));
  if (order === null) {
    reportError("executed-order-unknown", "A callback names an order that is not stored.", { orderId });
    return { execution: { outcome: "unknown_order" }, state: null };
  }
  if (order.status !== "QUEUED") return { execution: { outcome: "duplicate" }, state: null };
  const acceptedAtMs = new Date(order.acceptedAt).getTime();
  // Saves a decision that would be rejected; the engine makes the same comparison and is authoritative.
  await awaitBook(order.symbol, acceptedAtMs);
  const result = await commandPortfolio(portfolioId, { type: "execute", orderId }, [order.symbol]);
  if (result.ok) {
    if (!result.isReplayed) observeMatch(result.events, acceptedAtMs);
    return { execution: { outcome: "done" }, state: result.state };
  }
  if (isTransient(result.reason)) {
    throw new AppError("service_unavailable", "There is no market yet to fill the order from.");
  }
  return { execution: { outcome: "duplicate", reason: result.reason }, state: null };
}

/** The venue sends no updates of an unchanged book: if none arrives, a snapshot is requested. */
async function awaitBook(symbol: string, acceptedAtMs: number): Promise<void> {
  const isAwaited = (market: Market) => isBookOf(market, acceptedAtMs);
  if (await waitForMarket(symbol, isAwaited, STILL_MS)) return;
  await getInterest()
    .requestBook(symbol)
    .catch((error) => reportError("book-not-requested", error, { symbol }));
  await waitForMarket(symbol, isAwaited, BOOK_WAIT_MS - STILL_MS);
}

function isBookOf(market: Market, acceptedAtMs: number): boolean {
  const acceptedMs = toVenueMs(market, acceptedAtMs);
  return market.bookMs > acceptedMs && isWalkedTo({ rules: BYBIT }, market, acceptedMs);
}

function observeMatch(events: readonly PortfolioEvent[], acceptedAtMs: number): void {
  const filled = events.find(({ type }) => type === "order-filled");
  if (filled) observeOrderMatch((filled.atMs - acceptedAtMs) / 1_000);
}
