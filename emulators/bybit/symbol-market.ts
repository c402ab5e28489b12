import { type BaseCandles, joinCandles, type UnitCandle } from "@/emulators/bybit/prices/base-candles";
import { buildCandlePath, type CandlePath } from "@/emulators/bybit/prices/candle-path";
import type { UnitBook } from "@/emulators/bybit/prices/synthetic-book";
import type { Tape, UnitTrade } from "@/emulators/bybit/prices/tape";
import { candleEndMs, candleStartMs, type Interval } from "@/lib/core/candle-interval";

type Shock = { atMs: number; factor: number };
const AGGREGATES_KEPT = 4_000;
const PATHS_KEPT = 12;
const YIELD_EVERY = 20_000;

/**
 * One symbol's market at any instant: its candles, its price, its trades; shocks included. From the beginning
 * of a tape on, all of them are read from the tape.
 */
export class SymbolMarket {
  readonly symbol: string;
  readonly base: BaseCandles;
  readonly #shocks: Shock[] = [];
  readonly #paths = new Map<number, CandlePath>();
  readonly #aggregates = new Map<string, UnitCandle>();
  readonly #tape: Tape | null;

  constructor(symbol: string, base: BaseCandles, tape: Tape | null = null) {
    this.symbol = symbol;
    this.base = base;
    this.#tape = tape;
  }

  /** Moves the market by a factor from this instant on; earlier prices do not change. */
  addShock(atMs: number, factor: number): void {
    this.#shocks.push({ atMs, factor });
    this.#paths.clear();
  }

  /** Minimum time between price changes, in ms. */
  get slotMs(): number {
    return this.base.lengthMs / this.base.slots;
  }

  /**
   * Brings the price to so many ticks at the start of the slot after `atMs`; the path continues from there.
   */
  moveTo(atMs: number, ticks: number): void {
    const { slotMs } = this;
    const nextSlotMs = (Math.floor(atMs / slotMs) + 1) * slotMs;
    const current = this.priceAt(nextSlotMs);
    if (current > 0 && ticks > 0) this.addShock(nextSlotMs + 1, ticks / current);
  }

  /** Price in ticks at this instant. */
  priceAt(timeMs: number): number {
    if (this.#tape && timeMs >= this.#tape.startMs) return this.#shocked(this.#tape.priceAt(timeMs), timeMs);
    const { index, slot } = this.#locate(timeMs);
    return this.#pathOf(index)?.prices[slot] ?? 0;
  }

  /** The recorded book; null where there is none, or where a shock has moved the price away from it. */
  bookAt(timeMs: number, depth: number): UnitBook | null {
    if (!this.#tape || timeMs < this.#tape.startMs || this.#shocks.length > 0) return null;
    return this.#tape.bookAt(timeMs, depth);
  }

  /** The base candle that contains this instant, up to now. */
  openCandleAt(timeMs: number): (UnitCandle & { startMs: number }) | null {
    const { index, slot } = this.#locate(timeMs);
    const path = this.#pathOf(index);
    if (!path) return null;
    const open = this.#candleAt(index)?.open ?? 0;
    let [high, low] = [open, open];
    for (let at = 0; at <= slot; at += 1) {
      high = Math.max(high, path.highs[at] ?? open);
      low = Math.min(low, path.lows[at] ?? open);
    }
    const close = path.prices[slot] ?? open;
    return { startMs: index * this.base.lengthMs, open, high, low, close, volume: path.volumes[slot] ?? 0 };
  }

  /** Trades in (fromMs, toMs], oldest first, at most `most`: always including high, low and last. */
  tradesBetween(fromMs: number, toMs: number, most: number): UnitTrade[] {
    const trades = this.#recordedTrades(fromMs, toMs);
    if (trades) return thin(trades, most);
    return thin(this.#inventedTrades(fromMs, toMs), most);
  }

  #recordedTrades(fromMs: number, toMs: number): UnitTrade[] | null {
    if (!this.#tape || toMs < this.#tape.startMs || this.#shocks.length > 0) return null;
    return this.#tape.tradesBetween(fromMs, toMs);
  }

  #inventedTrades(fromMs: number, toMs: number): UnitTrade[] {
    const trades: UnitTrade[] = [];
    const { slotMs } = this;
    const [first, last] = [Math.floor(fromMs / slotMs), Math.floor(toMs / slotMs)];
    for (let global = Math.max(first, last - 20 * this.base.slots) + 1; global <= last; global += 1) {
      const [index, slot] = [Math.floor(global / this.base.slots), global % this.base.slots];
      const path = this.#pathOf(index);
      if (!path) continue;
      const qty = (path.volumes[slot] ?? 0) - (slot > 0 ? (path.volumes[slot - 1] ?? 0) : 0);
      // A move from outside always shows in a trade.
      const isMoved = this.#shocks.some(
        ({ atMs }) => atMs > global * slotMs && atMs <= (global + 1) * slotMs,
      );
      if (qty <= 0 && !isMoved) continue;
      const price = path.prices[slot] ?? 0;
      const before = slot > 0 ? (path.prices[slot - 1] ?? price) : price;
      const isBuy = price === before ? (global * 7919) % 13 < 7 : price > before;
      trades.push({
        price,
        qty: Math.max(qty, 1),
        timeMs: Math.round(global * slotMs),
        isBuy,
        key: `${index}-${slot}`,
      });
    }
    return trades;
  }

  /**
   * Candles of an interval that start at or before `endMs`, oldest first, at most `limit`, the open one up to
   * `nowMs`. Long histories are created in slices, so that they do not block the process.
   */
  async readCandles(query: {
    interval: Interval;
    startMs: number;
    endMs: number;
    limit: number;
    nowMs: number;
  }): Promise<(UnitCandle & { startMs: number })[]> {
    const { interval, nowMs, limit } = query;
    const firstMs = Math.max(this.base.firstIndex * this.base.lengthMs, query.startMs);
    const found: (UnitCandle & { startMs: number })[] = [];
    let work = 0;
    for (
      let endMs = candleEndMs(interval, Math.min(query.endMs, nowMs));
      found.length < limit && endMs > firstMs;
    ) {
      const startMs = candleStartMs(interval, endMs - 1);
      const candle = this.#aggregate(startMs, endMs, nowMs);
      if (candle) found.push({ startMs, ...candle });
      work += (endMs - startMs) / this.base.lengthMs;
      endMs = startMs;
      if (work > YIELD_EVERY) {
        work = 0;
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    return found.reverse();
  }

  #aggregate(startMs: number, endMs: number, nowMs: number): UnitCandle | null {
    const isClosed = endMs <= nowMs;
    const key = `${startMs} ${endMs}`;
    const stored = isClosed ? this.#aggregates.get(key) : undefined;
    if (stored) return stored;
    const parts: UnitCandle[] = [];
    const base = this.base.lengthMs;
    for (let at = Math.floor(startMs / base); at * base < Math.min(endMs, nowMs); at += 1) {
      const candle = (at + 1) * base > nowMs ? this.openCandleAt(nowMs) : this.#candleAt(at);
      if (candle) parts.push(candle);
    }
    const joined = joinCandles(parts);
    if (!joined) return null;
    const { open, high, low, close, volume } = joined;
    const candle = { open, high, low, close, volume };
    if (isClosed && endMs - startMs > base) {
      this.#aggregates.set(key, candle);
      const oldest = this.#aggregates.keys().next().value;
      if (this.#aggregates.size > AGGREGATES_KEPT && oldest !== undefined) this.#aggregates.delete(oldest);
    }
    return candle;
  }

  #locate(timeMs: number): { index: number; slot: number } {
    const index = Math.min(Math.floor(timeMs / this.base.lengthMs), this.base.lastIndex);
    const { slotMs } = this;
    return {
      index,
      slot: Math.min(this.base.slots - 1, Math.floor((timeMs - index * this.base.lengthMs) / slotMs)),
    };
  }

  #pathOf(index: number): CandlePath | null {
    const stored = this.#paths.get(index);
    if (stored) return stored;
    const candle = this.base.candleAt(index);
    if (!candle) return null;
    const path = buildCandlePath(this.base, index, candle);
    const { slotMs } = this;
    if (this.#tape) layTape(path, this.#tape, { startMs: index * this.base.lengthMs, slotMs });
    if (this.#shocks.length > 0) {
      for (const prices of new Set([path.prices, path.highs, path.lows])) {
        prices.forEach((price, slot) => {
          prices[slot] = this.#shocked(price, index * this.base.lengthMs + (slot + 1) * slotMs);
        });
      }
    }
    this.#paths.set(index, path);
    const oldest = this.#paths.keys().next().value;
    if (this.#paths.size > PATHS_KEPT && oldest !== undefined) this.#paths.delete(oldest);
    return path;
  }

  /** A candle including shocks; one that a shock falls into is calculated from its path. */
  #candleAt(index: number): UnitCandle | null {
    const candle = this.base.candleAt(index);
    const [startMs, endMs] = [index * this.base.lengthMs, (index + 1) * this.base.lengthMs];
    const isRecorded = this.#tape !== null && endMs > this.#tape.startMs;
    if (!candle || (this.#shocks.length === 0 && !isRecorded)) return candle;
    const isOpenRecorded = this.#tape !== null && startMs > this.#tape.startMs;
    const open = this.#shocked(isOpenRecorded ? this.#tape.priceAt(startMs) : candle.open, startMs);
    const isInside = this.#shocks.some((shock) => shock.atMs > startMs && shock.atMs <= endMs);
    if (isInside || isRecorded) {
      const path = this.#pathOf(index);
      const [highs, lows] = [path?.highs ?? [], path?.lows ?? []];
      const high = Math.max(open, ...highs);
      const low = Math.min(open, ...lows);
      const [close, volume] = [path?.prices.at(-1) ?? open, path?.volumes.at(-1) ?? candle.volume];
      return { open, high, low, close, volume };
    }
    const scale = (price: number) => this.#shocked(price, endMs);
    return {
      open,
      high: scale(candle.high),
      low: scale(candle.low),
      close: scale(candle.close),
      volume: candle.volume,
    };
  }

  #shocked(price: number, timeMs: number): number {
    let moved = price;
    for (const shock of this.#shocks) if (timeMs >= shock.atMs) moved *= shock.factor;
    return Math.max(1, Math.round(moved));
  }
}

/**
 * Distributes the recorded prices and volumes over the slots of a candle that begin after the tape has begun.
 */
function layTape(
  path: CandlePath,
  tape: Tape,
  { startMs, slotMs }: { startMs: number; slotMs: number },
): void {
  const slots = path.prices.length;
  if (startMs + slots * slotMs <= tape.startMs) return;
  path.highs = path.prices.slice();
  path.lows = path.prices.slice();
  for (let slot = 0; slot < slots; slot += 1) {
    const [fromMs, toMs] = [startMs + slot * slotMs, startMs + (slot + 1) * slotMs];
    if (fromMs < tape.startMs) continue;
    const trades = tape.tradesBetween(fromMs, toMs);
    const price = tape.priceAt(toMs);
    const traded = trades.map((trade) => trade.price);
    path.prices[slot] = price;
    path.highs[slot] = Math.max(price, ...traded);
    path.lows[slot] = Math.min(price, ...traded);
    const before = slot > 0 ? (path.volumes[slot - 1] ?? 0) : 0;
    path.volumes[slot] = trades.reduce((sum, { qty }) => sum + qty, before);
  }
}

function thin(trades: UnitTrade[], most: number): UnitTrade[] {
  if (trades.length <= most) return trades;
  const kept = new Set<UnitTrade>(trades.slice(-1));
  const byPrice = [...trades].sort((a, b) => a.price - b.price);
  for (const extreme of [byPrice[0], byPrice.at(-1)]) if (extreme) kept.add(extreme);
  const stride = Math.ceil(trades.length / most);
  trades.forEach((trade, at) => {
    if (at % stride === 0 && kept.size < most) kept.add(trade);
  });
  return trades.filter((trade) => kept.has(trade));
}
