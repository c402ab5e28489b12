import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { abs, ONE, type Price, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { OrderKind, Protection, StopRequest, TriggerBy } from "@/lib/core/engine/orders/order";
import { findOrder, findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { dropLink, reserveLink } from "@/lib/db/queries/order-links";
import { rejection } from "@/lib/trading/dto/respond-to-trader";
import { toOrderDto } from "@/lib/trading/dto/to-order-dto";
import { startAttempt } from "@/lib/trading/orders/attempt-order";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { type Call, loadState, senderOf } from "@/lib/v5/call";
import { readSide, toSide } from "@/lib/v5/positions/position-index";
import { decimal, flag, optional, side, symbol, text, whole } from "@/lib/v5/wire/fields";
import { badParameter, fromAppError, toV5Error, V5Error } from "@/lib/v5/wire/v5-error";

/** What a trigger price is compared with. */
export const triggerBy = optional(z.enum(["LastPrice", "MarkPrice", "IndexPrice", "UNKNOWN"]));

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
  const orderId = randomUUID();
  const { portfolioId } = call;
  const { orderLinkId } = input;
  const command = await buildCommand(call, input, orderId);
  if (orderLinkId !== undefined) {
    const isFree = await reserveLink({ portfolioId, clientOrderId: orderId, orderLinkId }, call.nowMs);
    if (!isFree) throw new V5Error(110072, "OrderLinkedID is duplicate");
  }
  // Where this throws the order may have been committed: its id stays reserved, until it is seen to be abandoned.
  const result = await commandPortfolio(portfolioId, command, [input.symbol], senderOf(call));
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

/** The command of a request. @throws V5Error for what does not fit */
export async function buildCommand(
  call: Pick<Call, "portfolioId" | "userId">,
  input: CreateOrderInput,
  orderId: string,
): Promise<Command> {
  const { symbol: of } = input;
  const reduceOnly = isExit(input);
  const isWhole = parseQty(input.qty) === 0n && reduceOnly;
  if (!isWhole) {
    return { type: "submit", order: buildRequest(input, { orderId, qty: parseQty(input.qty), reduceOnly }) };
  }
  const state = await loadState(call);
  const positionSide = readSide(state, input);
  if (input.triggerPrice === undefined) {
    return { type: "close-position", symbol: of, side: positionSide, fraction: ONE, orderId };
  }
  const position = findPosition(state, of, positionSide);
  if (position === null) throw toV5Error("no_position");
  return { type: "submit", order: buildRequest(input, { orderId, qty: abs(position.qty), reduceOnly }) };
}

/**
 * Whether an order can only reduce a position: by its flags or, in hedge mode, by its side, which is against that of the
 * position it names. @throws V5Error 110017 for a reduce-only order that would open its side
 */
export function isExit(
  input: Pick<CreateOrderInput, "side" | "positionIdx" | "reduceOnly" | "closeOnTrigger">,
): boolean {
  const isMarked = input.reduceOnly === true || input.closeOnTrigger === true;
  const named = toSide(input.positionIdx);
  if (named === undefined) return isMarked;
  const closes = (named === "long") === (input.side === "Sell");
  if (isMarked && !closes) throw toV5Error("reduce_only_would_open");
  return closes;
}

/** The engine's order of a request. */
export function buildRequest(
  input: CreateOrderInput,
  fixed: Pick<OrderRequest, "orderId" | "qty"> & { reduceOnly: boolean },
): OrderRequest {
  const isLimit = input.orderType === "Limit";
  if (isLimit && input.price === undefined) throw badParameter("price is required");
  const attached = {
    stopLoss: toStop(input.stopLoss, input.slTriggerBy),
    takeProfit: toStop(input.takeProfit, input.tpTriggerBy),
    ...readPart(input),
  };
  const trigger = toStop(input.triggerPrice, input.triggerBy);
  return {
    ...fixed,
    symbol: input.symbol,
    side: input.side === "Buy" ? "buy" : "sell",
    kind: findKind(input),
    positionMode: toSide(input.positionIdx) === undefined ? "one-way" : "hedge",
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
  if (price === undefined || price === "" || parsePrice(price) === 0n) return null;
  return { price: parsePrice(price), by: toTriggerBy(by) };
}

/** What triggers, as the engine has it; `usual` where none is named. @throws V5Error 10001 for the index price */
export function readTriggerBy(by: string | undefined, usual: TriggerBy): TriggerBy {
  return by === undefined || by === "UNKNOWN" ? usual : toTriggerBy(by);
}

function toTriggerBy(by: string | undefined): TriggerBy {
  if (by === "IndexPrice") throw badParameter("triggering by IndexPrice is not supported");
  return by === "MarkPrice" ? "mark" : "last";
}

/**
 * A stop with a new price or trigger, as far as they are given; what triggers it stays otherwise. Null removes it, undefined
 * leaves it as it is. @throws V5Error for the index price
 */
export function changeStop(
  before: StopRequest | null,
  price: string | undefined,
  by: z.output<typeof triggerBy>,
): StopRequest | null | undefined {
  if (price === undefined && (before === null || by === undefined)) return undefined;
  const after = price === undefined ? before : toStop(price, undefined);
  return after && { price: after.price, by: readTriggerBy(by, before?.by ?? "last") };
}

/** Stops of a part: limit prices, or none where they are market orders. @throws V5Error 10001 for what does not fit */
function readPart(input: CreateOrderInput): Pick<Protection, "part"> {
  const stopLimit = readLimit("sl", input.slOrderType, input.slLimitPrice);
  const targetLimit = readLimit("tp", input.tpOrderType, input.tpLimitPrice);
  if (input.tpslMode === "Partial") return { part: { stopLimit, targetLimit } };
  if (stopLimit !== null || targetLimit !== null) throw badParameter("tpslMode Full must be Market");
  return {};
}

function readLimit(name: "sl" | "tp", type: string | undefined, price: string | undefined): Price | null {
  const limit = price === undefined ? null : parsePrice(price);
  const isLimit = type === "Limit";
  if (isLimit !== (limit !== null && limit > 0n))
    throw badParameter(`${name}LimitPrice goes with ${name}OrderType Limit`);
  return isLimit ? limit : null;
}

/** The rejection of an order on the wire: that of a trigger on the wrong side has codes of its own. */
export function rejectionOf(result: Parameters<typeof rejection>[0], input: CreateOrderInput): V5Error {
  const isTrigger = result.reason === "wrong_side_stop" && input.triggerPrice !== undefined;
  if (!isTrigger) return fromAppError(rejection(result));
  return input.triggerDirection === 1
    ? new V5Error(110092, "expect Rising, but trigger_price is not above the current price")
    : new V5Error(110093, "expect Falling, but trigger_price is not below the current price");
}
