import "server-only";
import { listLocksAt } from "@/lib/core/engine/orders/own-limit";
import { REJECT_SENTENCES, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";
import { formatLimitLock } from "@/lib/core/limits/format-limit-lock";
import type { CommandResult } from "@/lib/db/portfolio/execute-command";
import { findOrders } from "@/lib/db/queries/orders";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import type { PortfolioSnapshot, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { toOrderDto } from "@/lib/trading/dto/to-order-dto";
import { toPortfolioDto } from "@/lib/trading/dto/to-portfolio-dto";
import { loadFacts } from "@/lib/trading/portfolio/load-facts";

/**
 * The response to a write: its order, if any, and the current portfolio. @throws the rejection as an AppError
 */
export async function respondToTrader(
  result: CommandResult,
  orderId: string | null,
): Promise<TradingResponse> {
  if (!result.ok) throw rejection(result);
  const isDeferred = result.events.some(({ type }) => type === "change-deferred");
  return { ...(await respondWithState(result.state, orderId)), isDeferred };
}

/** The same for a state that is known to be stored. */
export async function respondWithState(
  state: PortfolioState,
  orderId: string | null,
): Promise<TradingResponse> {
  const open = orderId === null ? null : findOrder(state, orderId);
  const [ended, portfolio] = await Promise.all([
    orderId === null || open !== null ? [] : findOrders(state.id, [orderId]),
    snapshotPortfolio(state),
  ]);
  const order = open === null ? (ended[0] ?? null) : toOrderDto(state.id, open);
  return { order, portfolio, isDeferred: false };
}

/** A reason of the engine, and the state that it was decided on. */
type Rejected = { reason: RejectReason; state: PortfolioState };

/** A rejection of the engine as an API error; that of an own limit says when its lock ends. */
export function rejection({ reason, state }: Rejected): AppError {
  const [lock] = reason === "own_limit" ? listLocksAt(state, Date.now()) : [];
  if (lock === undefined || state.limits === null) return new AppError(reason, REJECT_SENTENCES[reason]);
  const details = { cause: lock.cause, until: new Date(lock.untilMs).toISOString() };
  return new AppError(reason, formatLimitLock(lock, state.limits.limits.zone), details);
}

/** A portfolio's current state as shown to its owner. */
export async function snapshotPortfolio(state: PortfolioState): Promise<PortfolioSnapshot> {
  const symbols = state.positions.map((position) => position.symbol);
  const [facts, context] = await Promise.all([loadFacts(state), buildContext(symbols)]);
  return toPortfolioDto(state, facts, context);
}
