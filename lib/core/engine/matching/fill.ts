import { abs, add, min, neg, type Price, type Qty, sub, ZERO } from "@/lib/core/decimal";
import {
  type Context,
  type Draft,
  instrumentOf,
  type Market,
  marketOf,
  marketOrAt,
} from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { Evidence, OrderFilled, WalkedLevel } from "@/lib/core/engine/events";
import { bestPrices } from "@/lib/core/engine/matching/book-walk";
import { placePartExits } from "@/lib/core/engine/matching/place-part-exits";
import { cancelPartner } from "@/lib/core/engine/orders/cancel-partner";
import { findRuleRejection } from "@/lib/core/engine/orders/find-rule-rejection";
import { type Liquidity, type Order, remainingQty } from "@/lib/core/engine/orders/order";
import { isLimited, withdrawLimited } from "@/lib/core/engine/orders/own-limit";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { extendRoundTrip } from "@/lib/core/engine/positions/change-position";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { Position } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findOrder, findOrderPosition, nameSide, type PortfolioState } from "@/lib/core/engine/state/state";

/** What the market offers for a part of an order. Quantity zero means nothing (more). */
export type Quote = {
  qty: Qty;
  price: Price;
  levels: readonly WalkedLevel[];
  liquidity: Liquidity;
  source: Evidence["source"];
};

type FillOptions = { quoting: (order: Order, qty: Qty) => Quote; checkMargin: boolean };

/**
 * Fills an order as far as `quoting` offers. An order that crosses zero is filled in two parts, a close and
 * an open; a reduce-only order is capped at the position and the rest of it cancelled. With `checkMargin`, a
 * part that opens must be covered by the margin at its actual price, or the rest is withdrawn; so it is where the
 * trading rules of a challenge forbid it at that price.
 */
export function fillOrder(draft: Draft, orderId: string, options: FillOptions): void {
  fillParts(draft, orderId, options);
  cancelPartner(draft, orderId);
}

function fillParts(draft: Draft, orderId: string, options: FillOptions): void {
  for (;;) {
    const order = findOrder(draft.state, orderId);
    if (order === null) return;
    const position = findOrderPosition(draft.state, order);
    const part = findNextPart(draft.state, order, position);
    if (part === null) {
      emit(draft, { type: "order-cancelled", orderId, reason: "reduce_only" });
      return;
    }
    const quote = options.quoting(order, part.qty);
    if (quote.qty === 0n) return;
    if (!part.isClosing && isLimited(draft.state, order, draft.context.nowMs)) {
      withdrawLimited(draft, order);
      return;
    }
    const fault = part.isClosing ? null : findOpeningFault(draft, order, { quote, ...options });
    if (fault !== null) {
      withdrawOpening(draft, order, fault);
      return;
    }
    fillPart(draft, { order, position, quote, isClosing: part.isClosing });
    if (quote.qty < part.qty) return;
  }
}

/** A quote of any quantity at one price. */
export function quoteAt(price: Price, liquidity: Liquidity, source: Evidence["source"]) {
  return (_order: Order, qty: Qty): Quote => ({ qty, price, levels: [], liquidity, source });
}

/** The instrument of an accepted order. @throws Error when the context lacks it. */
export function requireInstrument(context: Context, symbol: string): Instrument {
  const instrument = context.instruments.get(symbol);
  if (instrument === undefined) throw new Error(`No instrument ${symbol} in the context.`);
  return instrument;
}

/** The market of a symbol that is being filled. @throws Error when the context lacks it. */
export function requireMarket(context: Context, symbol: string): Market {
  const market = marketOf(context, symbol);
  if (market === null) throw new Error(`No market ${symbol} in the context.`);
  return market;
}

/** The next part to fill without crossing zero; null when a reduce-only order has nothing to reduce. */
function findNextPart(
  state: PortfolioState,
  order: Order,
  position: Position | null,
): { qty: Qty; isClosing: boolean } | null {
  const left = remainingQty(order);
  const reduces = position !== null && position.qty > 0n !== (order.side === "buy");
  if (reduces) return { qty: min(left, abs(position.qty)), isClosing: true };
  const onlyReduces = order.reduceOnly || (state.kind === "spot" && order.side === "sell");
  return onlyReduces ? null : { qty: left, isClosing: false };
}

/** Why a part that opens may not fill at its actual price: by the challenge's trading rules, or for its margin. */
function findOpeningFault(
  draft: Draft,
  order: Order,
  { quote, checkMargin }: { quote: Quote; checkMargin: boolean },
): RejectReason | null {
  if (!checkMargin && draft.state.challenge === null) return null;
  const without = { ...draft.state, orders: draft.state.orders.filter((item) => item !== order) };
  const opening: Order = {
    ...order,
    status: "QUEUED",
    qty: quote.qty,
    filled: ZERO,
    price: quote.price,
    trigger: null,
    trail: null,
  };
  const broken = findRuleRejection(without, opening, draft.context);
  if (broken !== null) return broken;
  const isCovered = !checkMargin || draft.context.rules.canCarry(without, opening, draft.context);
  return isCovered ? null : "insufficient_margin";
}

function withdrawOpening(draft: Draft, order: Order, fault: RejectReason): void {
  const orderId = order.id;
  if (order.status === "QUEUED") {
    emit(draft, { type: "order-rejected", orderId, reason: fault });
  } else {
    const reason = fault === "insufficient_margin" ? "no_margin" : "rule";
    emit(draft, { type: "order-cancelled", orderId, reason });
  }
}

function fillPart(
  draft: Draft,
  part: { order: Order; position: Position | null; quote: Quote; isClosing: boolean },
): void {
  const { order, position, quote, isClosing } = part;
  const { rules } = draft.context;
  const feeRate = rules.feeRate(instrumentOf(draft.context, order.symbol), quote.liquidity);
  const { qty, price } = quote;
  const effect = rules.tradeEffect({ side: order.side, qty, price, feeRate, position, isClosing });
  const fill: OrderFilled = {
    type: "order-filled",
    orderId: order.id,
    symbol: order.symbol,
    side: order.side,
    purpose: order.purpose,
    qty,
    price,
    qtyChange: order.side === "buy" ? effect.qtyChange : neg(effect.qtyChange),
    cost: effect.cost,
    realised: effect.realised,
    fee: effect.fee,
    feeRate,
    cash: effect.cash,
    liquidity: quote.liquidity,
    evidence: collectEvidence(draft.context, order.symbol, quote),
  };
  emit(draft, fill);
  const after = findOrderPosition(draft.state, order);
  if (after === null && position !== null) recordClose(draft, position, fill);
  // Later parts of an order don't replace stops that the trader has changed meanwhile.
  const isFirst = position === null || order.filled === 0n;
  if (after === null || isClosing || order.attached === null) return;
  if (order.attached.part !== undefined) placePartExits(draft, order, qty);
  else if (isFirst) protectPosition(draft, after, order);
}

function collectEvidence(context: Context, symbol: string, quote: Quote): Evidence {
  const market = marketOrAt(context, symbol, quote.price);
  const best = bestPrices(market.book);
  return {
    source: quote.source,
    tickMs: market.tickMs,
    bookMs: market.bookMs,
    venueOffsetMs: market.feed?.offsetMs ?? 0,
    tickSeq: market.tickSeq,
    bestBid: best?.bid ?? null,
    bestAsk: best?.ask ?? null,
    last: market.last,
    mark: market.mark,
    levels: quote.levels,
    rules: context.rules.version,
  };
}

function recordClose(draft: Draft, position: Position, fill: OrderFilled): void {
  const roundTrip = extendRoundTrip(position.roundTrip, fill);
  emit(draft, {
    type: "round-trip-closed",
    symbol: fill.symbol,
    roundTrip,
    net: sub(roundTrip.realised, add(roundTrip.fees, roundTrip.funding)),
    purpose: fill.purpose,
    openedAtMs: roundTrip.openedAtMs,
    closedAtMs: draft.context.nowMs,
  });
  if (!draft.context.rules.cancelsReduceOnlyWhenFlat) return;
  const isOneSide = isHedged(draft.state, fill.symbol);
  for (const order of draft.state.orders) {
    if (order.symbol !== fill.symbol || !order.reduceOnly || order.id === fill.orderId) continue;
    if (isOneSide && order.side !== fill.side) continue;
    emit(draft, { type: "order-cancelled", orderId: order.id, reason: "position_closed" });
  }
}

/** Sets the stop and target that the order brings; existing ones stay. */
function protectPosition(draft: Draft, position: Position, order: Order): void {
  const stamp = { acceptedAtMs: draft.context.nowMs, acceptedSeq: draft.state.seq };
  const stopLoss = position.stopLoss === null ? order.attached?.stopLoss : null;
  const takeProfit = position.takeProfit === null ? order.attached?.takeProfit : null;
  if (!stopLoss && !takeProfit) return;
  emit(draft, {
    type: "position-stops-set",
    symbol: position.symbol,
    ...nameSide(draft.state, position),
    stopLoss: stopLoss ? { ...stopLoss, ...stamp } : position.stopLoss,
    takeProfit: takeProfit ? { ...takeProfit, ...stamp } : position.takeProfit,
  });
}
