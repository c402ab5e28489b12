import { fromNumber, max, min, type Price, type Qty, toNumber, ZERO } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";
import { calculateFloorPrice } from "@/lib/core/engine/matching/floor-price";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { buildContext, decideInReplay, markAt, type Replay, replayTime } from "@/lib/lab/replay/replay";

/**
 * Lets the price walk the newest revealed minute; afterwards its close is the current price. Of the marks only those
 * at the ends of minutes are known: the mark stands while the price walks, then moves to the one at the end.
 */
export function walkNewest(replay: Replay): void {
  const { columns, revealed, marks } = replay;
  const at = revealed - 1;
  const nowMs = replayTime(replay);
  const price = (column: Float64Array, index = at) => fromNumber(column[index] as number) as Price;
  const [before, after] = [at - 1, at].map((index) => fromNumber(markAt(replay, index)) as Price) as [
    Price,
    Price,
  ];
  const hasMarks = Boolean(marks?.[at - 1] || marks?.[at]);
  const candle = {
    open: price(columns.open),
    high: price(columns.high),
    low: price(columns.low),
    close: price(columns.close),
  };
  const path = {
    kind: "candle" as const,
    candle,
    previousClose: price(columns.close, at - 1),
    startMs: nowMs - MINUTE_MS,
    endMs: nowMs,
    volume: fromNumber(columns.volume[at] as number) as Qty,
  };
  if (hasMarks) {
    movePrice(replay, { ...path, mark: before }, before);
    moveMark(replay, { before, after, last: candle.close });
  } else {
    movePrice(replay, path, after);
  }
}

/** Moves the mark at the minute's end, by way of each price at which equity meets a floor. */
function moveMark(
  replay: Replay,
  { before, after, last }: { before: Price; after: Price; last: Price },
): void {
  const timeMs = replayTime(replay);
  for (let mark = before; mark !== after; ) {
    const floor = calculateFloorPrice(replay.state, contextAt(replay, mark), replay.instrument.symbol);
    const isOnTheWay = floor !== null && min(mark, after) < floor && floor < max(mark, after);
    const next = isOnTheWay ? floor : after;
    movePrice(
      replay,
      { kind: "points", points: [{ last, mark: next, qty: ZERO, timeMs, seq: timeMs }] },
      mark,
    );
    mark = next;
  }
}

function movePrice(replay: Replay, path: PricePath, mark: Price): void {
  const { symbol } = replay.instrument;
  decideInReplay(replay, { type: "price-moved", symbol, path }, contextAt(replay, mark));
}

/** At the newest close; the mark is the one before the path that is walked. */
function contextAt(replay: Replay, mark: Price) {
  const price = replay.columns.close[replay.revealed - 1] as number;
  return buildContext(replay, { nowMs: replayTime(replay), price, mark: toNumber(mark), bookMs: null });
}
