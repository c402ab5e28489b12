import { max, min, type Price } from "@/lib/core/decimal";

/** One candle; prices in quote currency. */
export type Candle = { open: Price; high: Price; low: Price; close: Price };

/** Whether `price` was traded in the candle, its ends included. */
export function includesPrice(candle: Pick<Candle, "low" | "high">, price: Price): boolean {
  return price >= candle.low && price <= candle.high;
}

/**
 * Whether the candle's prices are above zero and its open and close inside its range; other candles are
 * dropped.
 */
export function isPlausible(candle: Candle): boolean {
  return candle.low > 0n && includesPrice(candle, candle.open) && includesPrice(candle, candle.close);
}

/**
 * Moves the open to the previous close and extends high and low to include it, so that no price is skipped.
 */
export function closeGap(candle: Candle, previousClose: Price | null): Candle {
  if (previousClose === null || previousClose === candle.open) return candle;
  return {
    open: previousClose,
    high: max(candle.high, previousClose),
    low: min(candle.low, previousClose),
    close: candle.close,
  };
}

/**
 * Splits a candle where its path reaches `price`: red open→high→low→close, green (and flat)
 * open→low→high→close. Source: engine-reference A.6, first matching row wins. A price at the open leaves the
 * whole candle as both. @throws RangeError when the candle doesn't include the price.
 */
export function splitCandle(candle: Candle, price: Price): [earlier: Candle, later: Candle] {
  const { open: o, high: h, low: l, close: c } = candle;
  if (!includesPrice(candle, price)) throw new RangeError("The candle doesn't hold the price.");
  const bull = c >= o;
  const p = price;
  if (bull && l < p && p < o) return [of(o, o, p, p), of(p, h, l, c)];
  if (p === o) return [candle, candle];
  if (!bull && o < p && p < h) return [of(o, p, o, p), of(p, h, l, c)];
  if (!bull && l < p && p < c) return [of(o, h, p, p), of(p, c, l, c)];
  if (bull && c < p && p < h) return [of(o, p, l, p), of(p, h, c, c)];
  if (!bull && p === c) return [of(o, h, c, c), of(p, p, l, p)];
  if (bull && p === c) return [of(o, c, l, c), of(p, h, p, p)];
  if (!bull && p === h) return [of(o, h, o, h), of(h, h, l, c)];
  if (bull && p === l) return [of(o, o, l, l), of(l, h, l, c)];
  if (!bull && p === l) return [of(o, h, l, l), of(l, c, l, c)];
  if (bull && p === h) return [of(o, h, l, h), of(h, h, c, c)];
  if (!bull) return [of(o, h, p, p), of(p, p, l, c)];
  return [of(o, p, l, p), of(p, h, p, c)];
}

/** The prices at which a candle's path turns, its close last: by its colour, or the named extreme first. */
export function listTurns(candle: Candle, first: "low" | "high" | null): readonly Price[] {
  const { low, high, close } = candle;
  const isLowFirst = first === null ? close >= candle.open : first === "low";
  return isLowFirst ? [low, high, close] : [high, low, close];
}

function of(open: Price, high: Price, low: Price, close: Price): Candle {
  return { open, high, low, close };
}
