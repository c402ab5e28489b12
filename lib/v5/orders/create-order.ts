import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { abs, ONE, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { OrderKind, StopRequest, TriggerBy } from "@/lib/core/engine/orders/order";
import { findOrder, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { dropLink, reserveLink } from "@/lib/db/queries/order-links";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { toOrderDto } from "@/lib/trading/dto/to-order-dto";
import { startAttempt } from "@/lib/trading/orders/attempt-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { type Call, loadState } from "@/lib/v5/call";
import { decimal, flag, optional, side, symbol, text, whole } from "@/lib/v5/wire/fields";
import { badParameter, fromAppError, toV5Error, V5Error } from "@/lib/v5/wire/v5-error";

const triggerBy = optional(z.enum(["LastPrice", "MarkPrice", "IndexPrice", "UNKNOWN"]));

/** Fields of `POST /v5/order/create`. Those of other markets are ignored. */
export const createOrderSchema = z.object({
  symbol,
  side,
  orderType: z.enum(["Market", "Limit"]),
  qty: decimal,
  price: optional(decimal),
  timeInForce: optional(z.enum(["GTC", "IOC", "FOK", "PostOnly", "RPI"])),
  positionIdx: optional(whole),
  orderLinkId: optional(text.pipe(z.string().regex(/^[A-Za-z0-9_-]{1,36}$/, "OrderLinkedID is invalid"))),
  reduceOnly: optional(flag),
  closeOnTrigger: optional(flag),
  triggerPrice: optional(decimal),
  triggerDirection: optional(whole),
  triggerBy,
  takeProfit: optional(decimal),
  stopLoss: optional(decimal),
  tpTriggerBy: triggerBy,
  slTriggerBy: triggerBy,
  tpslMode: optional(z.enum(["Full", "Partial", "UNKNOWN"])),
  tpOrderType: optional(z.enum(["Market", "Limit", "UNKNOWN"])),
  slOrderType: optional(z.enum(["Market", "Limit", "UNKNOWN"])),
  tpLimitPrice: optional(decimal),
  slLimitPrice: optional(decimal),
});
export type CreateOrderInput = z.output<typeof createOrderSchema>;

/** Ids of an order on the wire; `orderLinkId` is "" without one. */
export type OrderIds = { orderId: string; orderLinkId: string };

/**
 * Accepts an order and executes it by the venue's next book, for which it waits at most 250 ms. The answer is an
 * acknowledgement: what became of the order is in `order/realtime` and on the private stream.
 *
 * @throws V5Error with the venue's code
 */
export async function createOrder(call: Call, input: CreateOrderInput): Promise<OrderIds> {
  assertOffered(input);
  const orderId = randomUUID();
  const { portfolioId } = call;
  const { orderLinkId } = input;
  const command = await buildCommand(call, input, orderId);
  if (orderLinkId !== undefined) {
    const isFree = await reserveLink({ portfolioId, clientOrderId: orderId, orderLinkId }, call.nowMs);
    if (!isFree) throw new V5Error(110072, "OrderLinkedID is duplicate");
  }
  // Where this throws the order may have been committed: its id stays reserved, until it is seen to be abandoned.
  const result = await commandPortfolio(portfolioId, command, [input.symbol], { ownerId: call.userId });
  if (!result.ok) {
    if (orderLinkId !== undefined) await dropLink(portfolioId, orderId);
    throw rejectionOf(result, input);
  }
  await execute(call, result.state, orderId);
  return { orderId, orderLinkId: orderLinkId ?? "" };
}

/** Executes an order that waits for a book; a response of up to 250 ms shows its end. */
export async function execute(call: Call, state: PortfolioState, orderId: string): Promise<void> {
  const order = findOrder(state, orderId);
  if (order?.status !== "QUEUED") return;
  const attempt = startAttempt(toOrderDto(call.portfolioId, order));
  call.later(attempt.finish);
  await attempt.state;
}

async function buildCommand(call: Call, input: CreateOrderInput, orderId: string): Promise<Command> {
  const isExit = input.reduceOnly === true || input.closeOnTrigger === true;
  const isWhole = parseQty(input.qty) === 0n && isExit;
  if (isWhole && input.triggerPrice === undefined) {
    return { type: "close-position", symbol: input.symbol, fraction: ONE, orderId };
  }
  const position = isWhole ? findPosition(await loadState(call), input.symbol) : null;
  if (isWhole && position === null) throw toV5Error("no_position");
  const qty = position === null ? parseQty(input.qty) : abs(position.qty);
  return { type: "submit", order: buildRequest(input, { orderId, qty, reduceOnly: isExit }) };
}

function buildRequest(
  input: CreateOrderInput,
  fixed: Pick<OrderRequest, "orderId" | "qty"> & { reduceOnly: boolean },
): OrderRequest {
  const isLimit = input.orderType === "Limit";
  if (isLimit && input.price === undefined) throw badParameter("price is required");
  const attached = {
    stopLoss: toStop(input.stopLoss, input.slTriggerBy),
    takeProfit: toStop(input.takeProfit, input.tpTriggerBy),
  };
  const trigger = toStop(input.triggerPrice, input.triggerBy);
  return {
    ...fixed,
    symbol: input.symbol,
    side: input.side === "Buy" ? "buy" : "sell",
    kind: findKind(input),
    ...(isLimit && input.price !== undefined && { price: parsePrice(input.price) }),
    ...(trigger !== null && { trigger }),
    // A market order is IOC, whatever is sent.
    ...(isLimit && { timeInForce: toTimeInForce(input.timeInForce) }),
    ...((attached.stopLoss !== null || attached.takeProfit !== null) && { attached }),
  };
}

/** A trigger that lies with the order's side is a stop, one against it a target. */
function findKind({ orderType, triggerPrice, triggerDirection, side: way }: CreateOrderInput): OrderKind {
  const isLimit = orderType === "Limit";
  if (triggerPrice === undefined) return isLimit ? "limit" : "market";
  if (triggerDirection !== 1 && triggerDirection !== 2) throw badParameter("triggerDirection is required");
  const isStop = (way === "Buy") === (triggerDirection === 1);
  if (isStop) return isLimit ? "stop-limit" : "stop-market";
  return isLimit ? "take-profit-limit" : "take-profit-market";
}

function toTimeInForce(given: CreateOrderInput["timeInForce"]): OrderRequest["timeInForce"] & string {
  if (given === "RPI") throw badParameter("timeInForce RPI is not supported");
  return given === "PostOnly" ? "post-only" : (given ?? "GTC");
}

/** A trigger price as the engine has it; null for none. @throws V5Error for the index price, which nothing follows */
export function toStop(price: string | undefined, by: string | undefined): StopRequest | null {
  if (price === undefined || parsePrice(price) === 0n) return null;
  return { price: parsePrice(price), by: toTriggerBy(by) };
}

function toTriggerBy(by: string | undefined): TriggerBy {
  if (by === "IndexPrice") throw badParameter("triggering by IndexPrice is not supported");
  return by === "MarkPrice" ? "mark" : "last";
}

/** @throws V5Error 10001 for what is not offered, in a sentence that says so */
function assertOffered(input: CreateOrderInput): void {
  assertOneWay(input.positionIdx);
  const isPartial =
    input.tpslMode === "Partial" || input.tpOrderType === "Limit" || input.slOrderType === "Limit";
  const hasLimit = input.tpLimitPrice !== undefined || input.slLimitPrice !== undefined;
  if (isPartial || hasLimit) {
    throw badParameter(
      "partial and limit take-profit and stop-loss are not supported; use tpslMode Full with Market",
    );
  }
}

/** @throws V5Error 10001 for a side of hedge mode, which is not supported */
export function assertOneWay(positionIdx: number | undefined): void {
  if (positionIdx === undefined || positionIdx === 0) return;
  throw new V5Error(10001, "position idx not match position mode");
}

function rejectionOf(result: Parameters<typeof rejection>[0], input: CreateOrderInput): V5Error {
  const isTrigger = result.reason === "wrong_side_stop" && input.triggerPrice !== undefined;
  if (!isTrigger) return fromAppError(rejection(result));
  return input.triggerDirection === 1
    ? new V5Error(110092, "expect Rising, but trigger_price is not above the current price")
    : new V5Error(110093, "expect Falling, but trigger_price is not below the current price");
}
