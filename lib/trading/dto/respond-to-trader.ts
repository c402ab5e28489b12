import "server-only";
import { REJECT_SENTENCES, type RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { findOrder, type PortfolioState } from "@/lib/core/engine/state/state";
import type { CommandResult } from "@/lib/db/portfolio/execute-command";
import { findOrders } from "@/lib/db/queries/orders";
import { buildContext } from "@/lib/market/reference/build-context";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderDto, PortfolioSnapshot, TradingResponse } from "@/lib/schemas/trading-responses";
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
  if (!result.ok) throw rejection(result.reason);
  const isDeferred = result.events.some(({ type }) => type === "change-deferred");
  return { ...(await respondWithState(result.state, orderId)), isDeferred };
}

/** The same for a state that is known to be stored. */
export async function respondWithState(
  state: PortfolioState,
  orderId: string | null,
): Promise<TradingResponse> {
  const [order, portfolio] = await Promise.all([
    orderId === null ? null : findOrderDto(state, orderId),
    snapshotPortfolio(state),
  ]);
  return { order, portfolio, isDeferred: false };
}

/** A rejection of the engine as an API error. */
export function rejection(reason: RejectReason): AppError {
  return new AppError(reason, REJECT_SENTENCES[reason]);
}

/** A portfolio's current state as shown to its owner. */
export async function snapshotPortfolio(state: PortfolioState): Promise<PortfolioSnapshot> {
  const symbols = state.positions.map((position) => position.symbol);
  const [facts, context] = await Promise.all([loadFacts(state), buildContext(symbols)]);
  return toPortfolioDto(state, facts, context);
}

async function findOrderDto(state: PortfolioState, orderId: string): Promise<OrderDto | null> {
  const open = findOrder(state, orderId);
  if (open !== null) return toOrderDto(state.id, open);
  const [ended] = await findOrders(state.id, [orderId]);
  return ended ?? null;
}
