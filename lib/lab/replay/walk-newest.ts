import { fromNumber, type Price, type Qty } from "@/lib/core/decimal";
import { MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { buildContext, decideInReplay, type Replay, replayTime } from "@/lib/lab/replay/replay";

/** Lets the price walk the newest revealed minute; afterwards its close is the current price. */
export function walkNewest(replay: Replay): void {
  const { columns, instrument } = replay;
  const at = replay.revealed - 1;
  const nowMs = replayTime(replay);
  const price = (column: Float64Array, index = at) => fromNumber(column[index] as number) as Price;
  const candle = {
    open: price(columns.open),
    high: price(columns.high),
    low: price(columns.low),
    close: price(columns.close),
  };
  decideInReplay(
    replay,
    {
      type: "price-moved",
      symbol: instrument.symbol,
      path: {
        kind: "candle",
        candle,
        previousClose: price(columns.close, at - 1),
        startMs: nowMs - MINUTE_MS,
        endMs: nowMs,
        volume: fromNumber(columns.volume[at] as number) as Qty,
      },
    },
    buildContext(replay, { nowMs, price: columns.close[at] as number, bookMs: null }),
  );
}
