import { type CandleColumns, sliceColumns } from "@/lib/lab/candles/candle-columns";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";

/** The first traded price of a blind replay. */
const SHOWN_PRICE = 1_000;
/** Ticks of a blind price in one unit. */
const TICKS = 10_000;
const DAY_MS = DAY_MINUTES * MINUTE_MS;
/** 2000-01-01: a date that no market here has. */
const SHOWN_DAY = 10_957;

/** Candles, and the mark at the end of each where there are marks. */
type Shown = { columns: CandleColumns; marks: Float64Array | undefined };

/**
 * Candles and marks without what would show the market or the date: prices and volumes are scaled so that the last one before
 * `firstIndex` is 1,000 and every value stays the same, and the days are counted from 2000-01-01. The time of
 * day stays.
 */
export function hidePrices(columns: CandleColumns, firstIndex: number, marks?: Float64Array): Shown {
  const scale = SHOWN_PRICE / (columns.close[firstIndex - 1] as number);
  const scalePrice = (price: number) => Math.round(price * scale * TICKS) / TICKS;
  const hidden = sliceColumns(columns, 0, columns.close.length);
  const firstDay = Math.floor((columns.startMs + firstIndex * MINUTE_MS) / DAY_MS);
  for (const name of ["open", "high", "low", "close"] as const) {
    const column = hidden[name];
    for (let index = 0; index < column.length; index += 1) {
      column[index] = scalePrice(column[index] as number);
    }
  }
  for (let index = 0; index < hidden.volume.length; index += 1) {
    hidden.volume[index] = (hidden.volume[index] as number) / scale;
  }
  return {
    columns: { ...hidden, startMs: columns.startMs + (SHOWN_DAY - firstDay) * DAY_MS },
    marks: marks?.map(scalePrice),
  };
}
