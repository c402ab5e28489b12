import { max, min, type Price } from "@/lib/core/decimal";
import { type Draft, type Market, marketOf, type WalkedCandle } from "@/lib/core/engine/context";
import { calculateLiquidation, liquidatePosition } from "@/lib/core/engine/margin/liquidate";
import {
  type Candle,
  closeGap,
  includesPrice,
  isPlausible,
  listTurns,
} from "@/lib/core/engine/matching/candle";
import { listLevels } from "@/lib/core/engine/matching/path-levels";
import {
  beginWalk,
  jumpTo,
  moveTo,
  type PathPrice,
  setPrice,
  type Walk,
} from "@/lib/core/engine/matching/price-walk";
import { expireBefore } from "@/lib/core/engine/orders/execute";
import { recordShownQueues } from "@/lib/core/engine/orders/record-shown-queues";
import { findPosition, sumQty } from "@/lib/core/engine/state/state";
import { mayTrigger, triggerIndexOf } from "@/lib/core/engine/trigger-index";

/**
 * Walks one candle of the venue: the jump to its open, then from turn to turn. Conventions: see
 * `triggers.ts`.
 */
export function matchCandle(draft: Draft, symbol: string, path: WalkedCandle): void {
  if (!isPlausible(path.candle)) return;
  const { context: outside, state } = draft;
  const isColour = outside.rules.candleOrder === "colour";
  const candle = isColour ? closeGap(path.candle, path.previousClose) : path.candle;
  const isExact = outside.rules.restingFill === "own-price";
  if (state.challenge === null && !mayTrigger(triggerIndexOf(state, symbol, outside), candle, isExact))
    return;
  const timeMs = path.startMs;
  const known = marketOf(outside, symbol) ?? unknownMarket(candle.open, timeMs);
  const walk = beginWalk(draft, symbol, { known, timeMs });
  expireBefore(draft, symbol, { ...walk, timeMs: path.endMs ?? timeMs });
  const quoteBefore = quoteInside(path, walk);
  const open = quoteBefore([candle.high, candle.low])(candle.open);
  if (isColour) setOpen(draft, walk, { open, close: candle.close });
  else jumpTo(draft, walk, open);
  const turns = listTurns(candle, isColour ? null : findFirstExtreme(draft, walk, candle));
  for (const [index, target] of turns.entries()) {
    moveTo(draft, walk, { target, quoteAt: quoteBefore(turns.slice(index)) });
  }
  if (outside.rules.candleLiquidation === "after-candle")
    liquidateInside(draft, symbol, path.marks ?? candle);
  draft.context = outside;
  recordShownQueues(draft, symbol, walk);
}

/** A continuous candle starts without a jump; for jesse the current price is its open already. */
function setOpen(draft: Draft, walk: Walk, at: { open: PathPrice; close: Price }): void {
  setPrice(draft, walk, at.open);
  walk.close = at.close;
  walk.matched.add("open");
}

/** The price inside the candle while `ahead` is still to come; the candle's volume is one stretch. */
function quoteInside(path: WalkedCandle, walk: Walk) {
  return (ahead: readonly Price[]) =>
    (price: Price): PathPrice => ({
      last: price,
      mark: path.mark ?? price,
      traded: path.volume ?? null,
      stretchFrom: walk.pathFrom,
      isCandle: true,
      findWorst: (side) => ahead.reduce((worst, next) => (side === "buy" ? max : min)(worst, next), price),
    });
}

/** The losing extreme when both a losing and a winning exit of the position lie inside the candle; else null. */
function findFirstExtreme(draft: Draft, walk: Walk, candle: Candle): "low" | "high" | null {
  const qty = sumQty(draft.state, walk.symbol);
  if (qty === 0n) return null;
  const exits = listLevels(draft, walk).filter((level) => level.isExit && isInside(candle, level));
  const losesOnFall = qty > 0n;
  const hasBoth = exits.some((exit) => exit.onFall) && exits.some((exit) => !exit.onFall);
  if (!hasBoth) return null;
  return losesOnFall ? "low" : "high";
}

function isInside(candle: Candle, level: { price: Price; onFall: boolean; needsTrade: boolean }): boolean {
  const { price, onFall, needsTrade } = level;
  if (needsTrade && price === (onFall ? candle.low : candle.high)) return false;
  return onFall ? price >= candle.low : price <= candle.high;
}

function liquidateInside(draft: Draft, symbol: string, range: Pick<Candle, "low" | "high">): void {
  const position = findPosition(draft.state, symbol);
  if (position === null) return;
  const price = calculateLiquidation(draft, position);
  if (price === null || !includesPrice(range, price)) return;
  liquidatePosition(draft, position, price);
  draft.context.react?.(draft, "liquidation");
}

function unknownMarket(price: Price, timeMs: number): Market {
  return { last: price, mark: price, index: null, book: null, tickMs: timeMs, tickSeq: 0, bookMs: timeMs };
}
