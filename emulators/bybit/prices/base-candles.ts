/** A candle in whole ticks and whole quantity steps, so that sums and comparisons are exact. */
export type UnitCandle = { open: number; high: number; low: number; close: number; volume: number };

/** How a symbol's units are written: what one tick and one step are worth, as decimal digits. */
export type Units = { tick: number; priceDigits: number; step: number; qtyDigits: number };

/**
 * The candles that everything else of a simulated or replayed symbol is made from. `index` counts candles
 * of `lengthMs` from 1970; a candle that does not exist is null.
 */
export type BaseCandles = {
  lengthMs: number;
  /** Steps of the price inside one candle. */
  slots: number;
  units: Units;
  /** First and last existing candle; the last one may lie in the future. */
  firstIndex: number;
  lastIndex: number;
  candleAt: (index: number) => UnitCandle | null;
  /** Seeds the path inside the candles. */
  seed: number;
};

/** Joins neighbours, oldest first, into one. */
export function joinCandles(parts: readonly UnitCandle[]): UnitCandle | null {
  const [first] = parts;
  if (!first) return null;
  const joined = { ...first };
  for (const part of parts.slice(1)) {
    joined.high = Math.max(joined.high, part.high);
    joined.low = Math.min(joined.low, part.low);
    joined.close = part.close;
    joined.volume += part.volume;
  }
  return joined;
}

/** Reads the units from decimal texts such as "0.10" and "0.001". */
export function readUnits(tickSize: string, qtyStep: string, priceDigits: number): Units {
  const digits = (text: string) => text.split(".")[1]?.length ?? 0;
  return { tick: Number(tickSize), priceDigits, step: Number(qtyStep), qtyDigits: digits(qtyStep) };
}
