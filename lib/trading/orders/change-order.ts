import "server-only";
import type { z } from "zod";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { findOrder } from "@/lib/core/engine/state/state";
import { findOrders } from "@/lib/db/queries/orders";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { stopTwaps } from "@/lib/db/queries/twaps";
import { AppError } from "@/lib/schemas/api-error";
import type { amendOrderSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader } from "@/lib/trading/dto/respond-to-trader";
import { stopChases } from "@/lib/trading/orders/manage-chases";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";

/** An order of a user. `isByProgram`: the request comes from one. */
export type OrderTarget = { userId: string; portfolioId: string; orderId: string; isByProgram?: boolean };
/** New values of an open order; absent ones stay. */
export type OrderChanges = Omit<z.output<typeof amendOrderSchema>, "portfolioId">;

/**
 * Changes price, quantity, trigger or trail of a resting order. @throws AppError with the reason, or
 * `not_found`
 */
export async function amendOrder(target: OrderTarget, changes: OrderChanges): Promise<TradingResponse> {
  const symbol = await requireOrder(target);
  const command = toAmendCommand(target.orderId, changes);
  const { userId: ownerId, portfolioId, isByProgram = false } = target;
  const result = await changePortfolio(portfolioId, command, [symbol], { ownerId, isByProgram });
  return respondToTrader(result, target.orderId);
}

/** An amendment of the API as the engine has it. */
export function toAmendCommand(orderId: string, changes: OrderChanges): Command {
  const { price, qty, triggerPrice, trailDistance, activation } = changes;
  return {
    type: "amend",
    orderId,
    ...(price !== undefined && { price: parsePrice(price) }),
    ...(qty !== undefined && { qty: parseQty(qty) }),
    ...(triggerPrice !== undefined && { triggerPrice: parsePrice(triggerPrice) }),
    ...(trailDistance !== undefined && { trailDistance: parsePrice(trailDistance) }),
    ...(activation !== undefined && { activation: parsePrice(activation) }),
  };
}

/** Cancels one order. @throws AppError `order_not_open` or `not_found` */
export async function cancelOrder(target: OrderTarget): Promise<TradingResponse> {
  const symbol = await requireOrder(target);
  const command = { type: "cancel", orderId: target.orderId } as const;
  const result = await changePortfolio(target.portfolioId, command, [symbol], { ownerId: target.userId });
  return respondToTrader(result, target.orderId);
}

/** Cancels all open orders and stops all TWAPs and chases, or those of one symbol. @throws AppError `not_found` */
export async function cancelOrders(input: {
  userId: string;
  portfolioId: string;
  symbol?: string | undefined;
}): Promise<TradingResponse> {
  const { userId, portfolioId, symbol } = input;
  const command = { type: "cancel-all", ...(symbol !== undefined && { symbol }) } as const;
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  await Promise.all([stopTwaps(input), stopChases(input)]);
  const symbols = symbol === undefined ? state.orders.map((order) => order.symbol) : [symbol];
  const result = await changePortfolio(portfolioId, command, [...new Set(symbols)], { ownerId: userId });
  return respondToTrader(result, null);
}

/** The symbol of an order of the user. @throws AppError `not_found` for an unknown order */
async function requireOrder({ userId, portfolioId, orderId }: OrderTarget): Promise<string> {
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  const open = findOrder(state, orderId);
  if (open !== null) return open.symbol;
  const [ended] = await findOrders(portfolioId, [orderId]);
  if (ended === undefined) throw new AppError("not_found", "There is no such order.");
  return ended.symbol;
}
