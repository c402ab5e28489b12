import { fromNumber, type Price, type Qty } from "@/lib/core/decimal";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import {
  buildContext,
  decideInReplay,
  type Replay,
  replayEquity,
  replayPrice,
  replayTime,
  takeSnapshot,
} from "@/lib/lab/replay/replay";

/** Whether there is a minute to come that may be traded. */
export function canAdvance(replay: Replay): boolean {
  return !replay.isFinished && replay.state.lock === null && replay.revealed < replay.columns.close.length;
}

/**
 * Reveals and trades the next minute: what waits for the market fills at its open, one tick to the worse side;
 * then the price walks the candle, to its losing extreme first where both a stop and a target lie inside.
 */
export function advanceReplay(replay: Replay): void {
  if (!canAdvance(replay)) return;
  fillQueued(replay, replay.columns.open[replay.revealed] as number);
  const startMs = replayTime(replay);
  const { columns, instrument } = replay;
  const at = replay.revealed;
  const price = (column: Float64Array) => fromNumber(column[at] as number) as Price;
  const candle = {
    open: price(columns.open),
    high: price(columns.high),
    low: price(columns.low),
    close: price(columns.close),
  };
  const previousClose = fromNumber(replayPrice(replay)) as Price;
  const volume = fromNumber(columns.volume[at] as number) as Qty;
  replay.revealed += 1;
  decideInReplay(
    replay,
    {
      type: "price-moved",
      symbol: instrument.symbol,
      path: { kind: "candle", candle, previousClose, startMs, endMs: startMs + MINUTE_MS, volume },
    },
    buildContext(replay, { nowMs: startMs + MINUTE_MS, price: columns.close[at] as number, bookMs: null }),
  );
  replay.equities.push(replayEquity(replay));
  replay.snapshots.push(takeSnapshot(replay));
}

/** Executes the orders that wait for a book, at `price`; they were accepted at the end of the last minute. */
export function fillQueued(replay: Replay, price: number): void {
  const nowMs = replayTime(replay);
  const context = buildContext(replay, { nowMs, price, bookMs: nowMs + 1 });
  for (const { id, status } of replay.state.orders) {
    if (status === "QUEUED") decideInReplay(replay, { type: "execute", orderId: id }, context);
  }
}
