import { max, min, type Price } from "@/lib/core/decimal";

/** One candle; prices in quote currency. */
export type Candle = { open: Price; high: Price; low: Price; close: Price };

/** Whether `price` was traded in the candle, its ends included. */
export function includesPrice(candle: Candle, price: Price): boolean {
  return price >= candle.low && price <= candle.high;
}

/** Whether the candle's prices are above zero and its ends inside its range; another one is dropped. */
export function isPlausible(candle: Candle): boolean {
  return candle.low > 0n && includesPrice(candle, candle.open) && includesPrice(candle, candle.close);
}

/** Moves the open to the previous close and stretches high and low to hold it, so that no price is jumped over. */
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
 * Cuts a candle where its path meets `price`: red open→high→low→close, green (and flat) open→low→high→close.
 * Source: engine-reference A.6, first matching row wins. A price at the open leaves the whole candle as both.
 * @throws RangeError when the candle doesn't hold the price.
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

/** The candle as pieces that go one way only, in the order of its path. Moves of no length are left out. */
export function splitMonotone(candle: Candle): Candle[] {
  const { open, high, low, close } = candle;
  const turns = close >= open ? [open, low, high, close] : [open, high, low, close];
  const pieces: Candle[] = [];
  let from = open;
  for (const to of turns.slice(1)) {
    if (to !== from) pieces.push(of(from, max(from, to), min(from, to), to));
    from = to;
  }
  return pieces.length > 0 ? pieces : [candle];
}

/**
 * Puts levels inside a candle in the order in which its path meets them: those at the open first; then, red:
 * above the open ascending and below it descending; green or flat: below descending and above ascending.
 * Levels at one price keep their order.
 */
export function sortAlongPath<T extends { price: Price }>(levels: readonly T[], candle: Candle): T[] {
  const open = candle.open;
  const red = open > candle.close;
  const rank = (price: Price) => (price === open ? 0 : price > open === red ? 1 : 2);
  return [...levels].sort((a, b) => {
    const byRank = rank(a.price) - rank(b.price);
    if (byRank !== 0 || a.price === b.price) return byRank;
    const ascending = a.price < b.price ? -1 : 1;
    return a.price > open ? ascending : -ascending;
  });
}

function of(open: Price, high: Price, low: Price, close: Price): Candle {
  return { open, high, low, close };
}
