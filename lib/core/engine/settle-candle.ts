import type { Price } from "@/lib/core/decimal";
import { findArmed, mayMeet, meetsOnFall } from "@/lib/core/engine/armed-prices";
import {
  type Candle,
  closeGap,
  includesPrice,
  isPlausible,
  sortAlongPath,
  splitCandle,
} from "@/lib/core/engine/candle";
import { type Market, marketOf } from "@/lib/core/engine/context";
import type { Draft } from "@/lib/core/engine/draft";
import { judgeNow } from "@/lib/core/engine/judge-now";
import { findLiquidation, liquidateAccount, liquidatePosition } from "@/lib/core/engine/liquidate";
import { isConditional, type Order, trailTrigger, workingPrice } from "@/lib/core/engine/order";
import { closingSide } from "@/lib/core/engine/position";
import { findOrder, findPosition } from "@/lib/core/engine/state";
import { takeMarket } from "@/lib/core/engine/take-market";
import {
  fillResting,
  firePositionStop,
  fireTrigger,
  followTrail,
  type Moment,
  mayMeetAt,
} from "@/lib/core/engine/triggers";

/** One thing that can happen inside a candle, and the price of the path at which it does. */
type Level = { price: Price; acceptedSeq: number; fire: (draft: Draft, at: Price) => void };

/** A walk through one candle of a symbol. */
type Walk = Moment & { symbol: string; outside: Draft["context"] };

/**
 * Walks one candle of the venue, its open moved to the previous close. Levels are met in the order of the path
 * and looked for again after each, since a fill may arm or cancel others. See the conventions in `triggers.ts`.
 */
export function settleCandle(
  draft: Draft,
  symbol: string,
  input: { candle: Candle; previousClose: Price | null; startMs: number },
): void {
  if (!isPlausible(input.candle)) return;
  const candle = closeGap(input.candle, input.previousClose);
  const outside = draft.context;
  const armed = findArmed(draft.state, symbol, outside);
  if (draft.state.prop === null && !mayMeet(armed, candle, isExact(draft))) return;
  const offsetMs = marketOf(outside, symbol)?.feed?.offsetMs ?? 0;
  const walk = { symbol, timeMs: input.startMs, startSeq: draft.state.seq, offsetMs, outside };
  for (const piece of outside.rules.splitPath(candle)) walkPiece(draft, walk, piece);
  moveTo(draft, walk, candle.close);
  if (outside.rules.candleLiquidation === "after-candle") liquidateInside(draft, walk, candle);
  draft.context = outside;
}

function walkPiece(draft: Draft, walk: Walk, piece: Candle): void {
  moveTo(draft, walk, piece.open);
  let rest = piece;
  for (;;) {
    const [level] = sortAlongPath(collectLevels(draft, walk, rest), rest);
    if (level === undefined) break;
    const later = splitCandle(rest, level.price)[1];
    moveTo(draft, walk, level.price === rest.open && isExact(draft) ? later.close : level.price);
    rest = later;
    level.fire(draft, level.price);
    judgeNow(draft);
  }
  moveTo(draft, walk, piece.close);
  for (const order of draft.state.orders) {
    if (order.symbol === walk.symbol && isConditional(order) && mayMeetAt(walk, order)) {
      followTrail(draft, order, piece.close);
    }
  }
  liquidateAccount(draft);
  judgeNow(draft);
}

function collectLevels(draft: Draft, walk: Walk, rest: Candle): Level[] {
  const levels: Level[] = [];
  for (const order of draft.state.orders) {
    if (order.symbol !== walk.symbol || !mayMeetAt(walk, order)) continue;
    const price = meetingPrice(draft, order, rest);
    if (price !== null) levels.push(orderLevel(draft, order, price));
  }
  if (draft.context.rules.candleLiquidation === "level") levels.push(...positionLevels(draft, walk, rest));
  return levels;
}

/** Exact venues leave the whole candle to come after a level at its open, and take its close for the current price. */
function isExact(draft: Draft): boolean {
  return draft.context.rules.restingFill === "own-price";
}

/** Where on the rest of the candle an order is met, or null. What the market has already passed is met at once. */
function meetingPrice(draft: Draft, order: Order, rest: Candle): Price | null {
  const price = isConditional(order) ? (order.trigger?.price ?? trailTrigger(order)) : workingPrice(order);
  const { restingFill } = draft.context.rules;
  if (price === null) return null;
  if (restingFill === "own-price") return includesPrice(rest, price) ? price : null;
  if (order.status === "QUEUED") return null;
  const onFall = meetsOnFall(order);
  const isPassed = onFall ? rest.open < price : rest.open > price;
  if (isPassed) return rest.open;
  const strict = restingFill === "through" && !isConditional(order);
  if (onFall ? rest.low > price : rest.high < price) return null;
  return strict && price === (onFall ? rest.low : rest.high) ? null : price;
}

function orderLevel(draft: Draft, order: Order, price: Price): Level {
  const owns = isExact(draft);
  const fire = (target: Draft, at: Price) => {
    const current = findOrder(target.state, order.id);
    if (current === null) return;
    if (!owns && isConditional(current)) fireTrigger(target, current.id, at);
    else if (!owns && at !== current.price) takeMarket(target, current.id, at);
    else fillResting(target, current);
    target.context.react?.(target, order.id);
  };
  return { price, acceptedSeq: order.acceptedSeq, fire };
}

/** Liquidation, stop-loss and take-profit of the position, in the order that wins at one price. */
function positionLevels(draft: Draft, walk: Walk, rest: Candle): Level[] {
  const position = findPosition(draft.state, walk.symbol);
  if (position === null) return [];
  const falls = closingSide(position) === "sell";
  const levels: Level[] = [];
  const liquidation = findLiquidation(draft, position);
  const stamp = { acceptedAtMs: position.changedAtMs, acceptedSeq: position.changedSeq };
  const liquidatedAt = liquidation === null ? null : metAt(liquidation, falls, rest);
  if (liquidation !== null && liquidatedAt !== null && mayMeetAt(walk, stamp)) {
    const fire = (target: Draft) => liquidatePosition(target, position, liquidation);
    levels.push({ price: liquidatedAt, acceptedSeq: stamp.acceptedSeq, fire });
  }
  for (const purpose of ["stop", "target"] as const) {
    const stop = purpose === "stop" ? position.stopLoss : position.takeProfit;
    if (stop === null || !mayMeetAt(walk, stop)) continue;
    const price = metAt(stop.price, falls === (purpose === "stop"), rest);
    const fire = (target: Draft, at: Price) => firePositionStop(target, position, { stop, purpose, at });
    if (price !== null) levels.push({ price, acceptedSeq: stop.acceptedSeq, fire });
  }
  return levels;
}

function metAt(price: Price, onFall: boolean, rest: Candle): Price | null {
  if (onFall ? rest.open <= price : rest.open >= price) return rest.open;
  return includesPrice(rest, price) ? price : null;
}

function liquidateInside(draft: Draft, walk: Walk, candle: Candle): void {
  const position = findPosition(draft.state, walk.symbol);
  if (position === null) return;
  const price = findLiquidation(draft, position);
  if (price === null || !includesPrice(candle, price)) return;
  liquidatePosition(draft, position, price);
  draft.context.react?.(draft, "liquidation");
}

/** The market at a price of the path. There is no book inside a candle: what is filled is filled at the path. */
function moveTo(draft: Draft, walk: Walk, price: Price): void {
  const known: Market = marketOf(walk.outside, walk.symbol) ?? {
    last: price,
    mark: price,
    index: null,
    book: null,
    tickMs: walk.timeMs,
    tickSeq: 0,
    bookMs: walk.timeMs,
  };
  const market = { ...known, last: price, mark: price, book: null, tickMs: walk.timeMs };
  draft.context = { ...walk.outside, at: { symbol: walk.symbol, market } };
}
