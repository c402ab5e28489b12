import { abs, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { Context, Draft, Market } from "@/lib/core/engine/context";
import { liquidateAccount } from "@/lib/core/engine/margin/liquidate";
import { calculateAccountThreshold } from "@/lib/core/engine/matching/calculate-account-threshold";
import { evaluateNow } from "@/lib/core/engine/matching/evaluate-now";
import { requireMarket } from "@/lib/core/engine/matching/fill";
import { type Level, LIQUIDATION_RANK, listLevels } from "@/lib/core/engine/matching/path-levels";
import { followTrail, isEligibleAt, type Moment, referencePrice } from "@/lib/core/engine/matching/triggers";
import { isConditional, type Side } from "@/lib/core/engine/orders/order";

type Direction = "down" | "up";

/** A walk along one price path of a symbol; see the conventions in `triggers.ts`. */
export type Walk = Moment & {
  symbol: string;
  /** The context without the path, and the symbol's market in it. */
  outside: Context;
  known: Market;
  /** Index of the first event of this path. */
  pathFrom: number;
  /** The levels that have been matched since the price last moved. */
  matched: Set<string>;
  /** For an exact venue's candle: what jesse uses as the current price while the price does not move. */
  close: Price | null;
};

/** The current price. `traded` and `findWorst` as in `PathLiquidity`. */
export type PathPrice = {
  last: Price;
  mark: Price;
  traded: Qty | null;
  stretchFrom: number;
  isCandle: boolean;
  findWorst: (side: Side) => Price;
};

export function beginWalk(draft: Draft, symbol: string, at: { known: Market; timeMs: number }): Walk {
  return {
    symbol,
    ...at,
    outside: draft.context,
    startSeq: draft.state.seq,
    offsetMs: at.known.feed?.offsetMs ?? 0,
    pathFrom: draft.events.length,
    matched: new Set(),
    close: null,
  };
}

/** Sets the current price without matching anything. */
export function setPrice(draft: Draft, walk: Walk, price: PathPrice): void {
  const { known, symbol, timeMs, pathFrom } = walk;
  const { last, mark, isCandle, traded, stretchFrom, findWorst } = price;
  const market: Market = isCandle
    ? { ...known, last, mark, tickMs: timeMs, book: null, lastBook: known.book ?? known.lastBook }
    : { ...known, last, mark, tickMs: timeMs };
  const events = draft.events;
  const path = { symbol, traded, stretchFrom, findWorst, events, pathFrom, boundsTakers: isCandle };
  draft.context = { ...walk.outside, at: { symbol, market, path } };
  walk.matched.clear();
}

/** Matches every level that a jump to `price` has reached, and moves the trailing stops. */
export function jumpTo(draft: Draft, walk: Walk, price: PathPrice): void {
  setPrice(draft, walk, price);
  while (matchNext(draft, walk, null));
  endStretch(draft, walk);
}

/** Moves the price to `target` and matches every level on the way at its own price. */
export function moveTo(
  draft: Draft,
  walk: Walk,
  input: { target: Price; quoteAt: (price: Price) => PathPrice },
): void {
  const { target, quoteAt } = input;
  for (;;) {
    while (matchNext(draft, walk, null));
    const { last } = requireMarket(draft.context, walk.symbol);
    if (last === target || draft.state.lock !== null) break;
    const direction = target < last ? "down" : "up";
    while (matchNext(draft, walk, direction));
    setPrice(draft, walk, quoteAt(findNextStop(draft, walk, { from: last, target, direction })));
  }
  endStretch(draft, walk);
}

function endStretch(draft: Draft, walk: Walk): void {
  const { last } = requireMarket(draft.context, walk.symbol);
  for (const order of draft.state.orders) {
    if (order.symbol === walk.symbol && isConditional(order) && isEligibleAt(walk, order)) {
      followTrail(draft, order, last);
    }
  }
  evaluateNow(draft);
}

/**
 * Matches the first of the levels that the price has reached; `leaving` is the direction of the next move.
 * @returns whether there was one
 */
function matchNext(draft: Draft, walk: Walk, leaving: Direction | null): boolean {
  if (draft.state.lock !== null) return false;
  const { rules } = draft.context;
  if (holdsPosition(draft, walk) && rules.isAccountLiquidated(draft.state, draft.context)) {
    liquidateAccount(draft);
    evaluateNow(draft);
    return true;
  }
  const first = findFirst(draft, walk, leaving);
  if (first === null) return false;
  const { context } = draft;
  if (first.isExact && walk.matched.size > 0) showClose(draft, walk);
  walk.matched.add(first.key);
  first.match(draft, requireMarket(context, walk.symbol).last);
  draft.context = context;
  evaluateNow(draft);
  return true;
}

/**
 * The current price becomes the candle's close: engine-reference A.6, the whole candle stays after a level at
 * its open.
 */
function showClose(draft: Draft, { close }: Walk): void {
  const { at } = draft.context;
  if (at === undefined || close === null) return;
  draft.context = { ...draft.context, at: { ...at, market: { ...at.market, last: close, mark: close } } };
}

/**
 * The first of the levels that the price has reached: liquidation, after which no position is left to fill at
 * this price; then the farthest behind; at one price by rank, then in list order.
 */
function findFirst(draft: Draft, walk: Walk, leaving: Direction | null): Level | null {
  const market = requireMarket(draft.context, walk.symbol);
  let first: (Level & { behind: bigint }) | null = null;
  for (const level of listLevels(draft, walk)) {
    if (walk.matched.has(level.key) || !isReached(draft, { level, market, leaving })) continue;
    if (level.rank === LIQUIDATION_RANK) return level;
    const behind = abs(sub(level.price, referencePrice(market, level.by)));
    const isFirst =
      first === null || behind > first.behind || (behind === first.behind && level.rank < first.rank);
    if (isFirst) first = { ...level, behind };
  }
  return first;
}

function isReached(draft: Draft, at: { level: Level; market: Market; leaving: Direction | null }): boolean {
  const { level, market, leaving } = at;
  const price = referencePrice(market, level.by);
  const path = draft.context.at?.path;
  if (path === undefined) return false;
  const isTraded = !level.needsTrade || path.traded !== 0n;
  if (price !== level.price) return isTraded && !level.isExact && price < level.price === level.onFall;
  if (!level.needsTrade) return true;
  if (path.boundsTakers) return isTraded && leaving === (level.onFall ? "down" : "up");
  return isTraded && path.traded !== null;
}

/** The next price at which something may happen on the way to `target`, or the target. */
function findNextStop(
  draft: Draft,
  walk: Walk,
  way: { from: Price; target: Price; direction: Direction },
): Price {
  const { from, direction } = way;
  const falls = direction === "down";
  let next = way.target;
  for (const { price, onFall, isExact } of listLevels(draft, walk)) {
    if (onFall !== falls && !isExact) continue;
    if (falls ? price < from && price > next : price > from && price < next) next = price;
  }
  if (!holdsPosition(draft, walk)) return next;
  return calculateAccountThreshold(draft, { symbol: walk.symbol, from, to: next }) ?? next;
}

function holdsPosition(draft: Draft, walk: Walk): boolean {
  return draft.state.positions.some(
    ({ symbol, changedAtMs, changedSeq }) =>
      symbol === walk.symbol && isEligibleAt(walk, { acceptedAtMs: changedAtMs, acceptedSeq: changedSeq }),
  );
}
