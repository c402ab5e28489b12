import type { UnitBook, UnitLevel } from "@/emulators/bybit/prices/synthetic-book";

/** One trade in units; `key` is unique within its symbol. */
export type UnitTrade = { price: number; qty: number; timeMs: number; isBuy: boolean; key: string };

/** One recorded event of a symbol, in units. A size of 0 removes a level. */
export type TapeEvent =
  | { kind: "book"; atMs: number; isSnapshot: boolean; bids: UnitLevel[]; asks: UnitLevel[] }
  | { kind: "trade"; atMs: number; price: number; qty: number; isBuy: boolean };

type Cursor = { lap: number; next: number; bids: Map<number, number>; asks: Map<number, number> };

const TAIL_MS = 100;
const SHORTEST_MS = 1_000;

/**
 * A recorded book with its trades, played from `startMs` on and again from the beginning when it has ended.
 * The first event is a snapshot of the book. Without trades the best bid is the price.
 */
export class Tape {
  readonly startMs: number;
  readonly #events: readonly TapeEvent[];
  readonly #firstMs: number;
  readonly #lengthMs: number;
  readonly #prices: { atMs: number; price: number }[] = [];
  #cursor: Cursor = emptyCursor(0);
  #book: UnitBook | null = null;

  constructor(events: readonly TapeEvent[], startMs: number) {
    this.startMs = startMs;
    this.#events = events;
    this.#firstMs = events[0]?.atMs ?? 0;
    this.#lengthMs = Math.max(SHORTEST_MS, (events.at(-1)?.atMs ?? 0) - this.#firstMs + TAIL_MS);
    for (const event of events) {
      if (event.kind === "trade") this.#prices.push({ atMs: event.atMs - this.#firstMs, price: event.price });
    }
    if (this.#prices.length === 0) this.#priceByBook();
  }

  /** The last price in ticks; of instants before the beginning, the first one. */
  priceAt(timeMs: number): number {
    const offsetMs = this.#offset(timeMs);
    let [low, high] = [0, this.#prices.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#prices[middle]?.atMs ?? 0) <= offsetMs) low = middle + 1;
      else high = middle;
    }
    return this.#prices[Math.max(0, low - 1)]?.price ?? 0;
  }

  /** Trades in (fromMs, toMs], oldest first. */
  tradesBetween(fromMs: number, toMs: number): UnitTrade[] {
    const trades: UnitTrade[] = [];
    const firstLap = this.#lap(Math.max(fromMs, this.startMs));
    for (let lap = firstLap; lap <= this.#lap(toMs); lap += 1) {
      const lapMs = this.startMs + lap * this.#lengthMs - this.#firstMs;
      for (let at = this.#firstAfter(fromMs - lapMs); at < this.#events.length; at += 1) {
        const event = this.#events[at];
        if (!event || event.atMs + lapMs > toMs) break;
        if (event.kind !== "trade") continue;
        const { price, qty, isBuy } = event;
        trades.push({ price, qty, isBuy, timeMs: event.atMs + lapMs, key: `tape-${lap}-${at}` });
      }
    }
    return trades;
  }

  /** The best levels of both sides at this instant. */
  bookAt(timeMs: number, depth: number): UnitBook {
    const lap = this.#lap(timeMs);
    const untilMs = this.#offset(timeMs) + this.#firstMs;
    const reachedMs = this.#events[this.#cursor.next - 1]?.atMs ?? 0;
    if (lap !== this.#cursor.lap || reachedMs > untilMs) {
      this.#cursor = emptyCursor(lap);
      this.#book = null;
    }
    const { bids, asks } = this.#cursor;
    for (; this.#cursor.next < this.#events.length; this.#cursor.next += 1) {
      const event = this.#events[this.#cursor.next];
      if (!event || event.atMs > untilMs) break;
      if (event.kind === "book") this.#apply(event);
    }
    this.#book ??= {
      bids: [...bids].sort(([a], [b]) => b - a),
      asks: [...asks].sort(([a], [b]) => a - b),
    };
    return { bids: this.#book.bids.slice(0, depth), asks: this.#book.asks.slice(0, depth) };
  }

  #apply(event: Extract<TapeEvent, { kind: "book" }>): void {
    const { bids, asks } = this.#cursor;
    this.#book = null;
    if (event.isSnapshot) {
      bids.clear();
      asks.clear();
    }
    for (const [side, levels] of [[bids, event.bids] as const, [asks, event.asks] as const]) {
      for (const [price, size] of levels) {
        if (size === 0) side.delete(price);
        else side.set(price, size);
      }
    }
  }

  #priceByBook(): void {
    for (const { atMs } of this.#events) {
      const offsetMs = atMs - this.#firstMs;
      const [best] = this.bookAt(this.startMs + offsetMs, 1).bids;
      if (best) this.#prices.push({ atMs: offsetMs, price: best[0] });
    }
  }

  /** Index of the first event later than this recorded instant. */
  #firstAfter(recordedMs: number): number {
    let [low, high] = [0, this.#events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#events[middle]?.atMs ?? 0) <= recordedMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #lap(timeMs: number): number {
    return Math.max(0, Math.floor((timeMs - this.startMs) / this.#lengthMs));
  }

  #offset(timeMs: number): number {
    return Math.max(0, timeMs - this.startMs - this.#lap(timeMs) * this.#lengthMs);
  }
}

function emptyCursor(lap: number): Cursor {
  return { lap, next: 0, bids: new Map(), asks: new Map() };
}
