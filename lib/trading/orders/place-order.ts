import "server-only";
import type { z } from "zod";
import { parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { StopRequest } from "@/lib/core/engine/orders/order";
import { AppError } from "@/lib/schemas/api-error";
import type { placeOrderSchema } from "@/lib/schemas/trading/trading";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondToTrader } from "@/lib/trading/dto/respond-to-trader";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";

type Body = z.output<typeof placeOrderSchema>;

/**
 * Submits an order. A market order is then QUEUED: pass it to `startAttempt`. Idempotent by `clientOrderId`.
 *
 * @throws AppError with the engine's reason, `not_found`, or `client_order_id_reused`
 */
export async function placeOrder(
  userId: string,
  body: Body,
  { isByProgram = false } = {},
): Promise<TradingResponse> {
  const command: Command = { type: "submit", order: toOrderRequest(body) };
  const sender = { ownerId: userId, isByProgram };
  return respondToTrader(
    await commandPortfolio(body.portfolioId, command, [body.symbol], sender),
    body.clientOrderId,
  );
}

/** An order of the API as the engine has it. */
export function toOrderRequest(body: Body): OrderRequest {
  const { price, trigger, trail, timeInForce, reduceOnly, stopLoss, takeProfit, leverage, expiresAt } = body;
  return {
    orderId: body.clientOrderId,
    symbol: body.symbol,
    side: body.side,
    kind: body.kind,
    qty: parseQty(body.qty),
    ...(price !== undefined && body.kind !== "market" && { price: parsePrice(price) }),
    ...(trigger && { trigger: toStop(trigger) }),
    ...(trail && {
      trail: {
        distance: parsePrice(trail.distance),
        ...(trail.activation !== undefined && { activation: parsePrice(trail.activation) }),
      },
    }),
    ...(timeInForce && { timeInForce }),
    ...(expiresAt !== undefined && body.kind !== "market" && { expiresAtMs: readExpiry(expiresAt) }),
    ...(reduceOnly !== undefined && { reduceOnly }),
    ...(leverage !== undefined && { leverage: parseDecimal(leverage) }),
    ...((stopLoss || takeProfit) && {
      attached: {
        stopLoss: stopLoss ? toStop(stopLoss) : null,
        takeProfit: takeProfit ? toStop(takeProfit) : null,
      },
    }),
  };
}

/** The furthest expiry of an order, ms from now. */
const LONGEST_MS = 366 * 86_400_000;

/** @throws AppError `bad_request` for an instant that is over or more than a year ahead */
function readExpiry(text: string): number {
  const atMs = Date.parse(text);
  const inMs = atMs - Date.now();
  if (inMs > 0 && inMs <= LONGEST_MS) return atMs;
  throw new AppError("bad_request", "An order must expire in the future, within a year.");
}

/** Converts a stop of the API to the engine's type. */
export function toStop(stop: { price: string; by: StopRequest["by"] }): StopRequest {
  return { price: parsePrice(stop.price), by: stop.by };
}
