import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";
import {
  type CandleParts,
  type SymbolChange,
  TAPE_LENGTH,
  TICK_FIELDS,
  type WireTrade,
} from "@/lib/schemas/market/market-stream";
import { diffLevels, setLevel } from "@/lib/stream/book-levels";
import { emptyBook, FIELD_NAMES, type SymbolView, withBestPrices } from "@/lib/stream/symbol-view";

type Candle = NonNullable<Tick["candle"]>;

/** The change from one view of a symbol to the next, with `trades` new on its tape; null when there is none. */
export function diffSymbol(
  before: SymbolView,
  after: Pick<SymbolView, "tick" | "book">,
  options: { trades: readonly TradePrint[]; atMs: number },
): SymbolChange | null {
  const { trades, atMs } = options;
  const change: SymbolChange = {};
  diffTick(before, after, change);
  if (after.tick.timeMs !== before.tick.timeMs) change.t = atMs - after.tick.timeMs;
  if (after.tick.receivedMs !== before.tick.receivedMs) change.r = atMs - after.tick.receivedMs;
  if (after.book !== before.book) {
    const book = diffBook(before.book, after.book, atMs);
    if (book !== undefined) change.k = book;
  }
  if (trades.length > 0) change.x = trades.map((trade) => packTrade(trade, atMs));
  for (const _ in change) return change;
  return null;
}

/** The view after a change that was published at `atMs`. Does not modify `before`. */
export function applyChange(
  before: SymbolView,
  change: SymbolChange,
  atMs: number,
): SymbolView & { newTrades: TradePrint[] } {
  const book = change.k === undefined ? before.book : applyBook(before, change.k, atMs);
  const newTrades = (change.x ?? []).map((trade) => unpackTrade(trade, atMs));
  const tape = newTrades.length === 0 ? before.tape : [...before.tape, ...newTrades].slice(-TAPE_LENGTH);
  return { tick: withBestPrices(applyTick(before.tick, change, atMs), book), book, tape, newTrades };
}

/** Best prices that the book contains are not sent. */
function diffTick(before: SymbolView, after: Pick<SymbolView, "tick" | "book">, change: SymbolChange): void {
  const derived = withBestPrices(before.tick, after.book);
  for (const name of FIELD_NAMES) {
    if (after.tick[name] !== derived[name]) change[TICK_FIELDS[name].wire] = after.tick[name];
  }
  if (after.tick.nextFundingMs !== before.tick.nextFundingMs) change.nf = after.tick.nextFundingMs;
  const candle = diffCandle(before.tick.candle, after.tick.candle);
  if (candle !== undefined) change.c = candle;
}

function applyTick(before: Tick, change: SymbolChange, atMs: number): Tick {
  const tick = { ...before };
  for (const name of FIELD_NAMES) {
    const value = change[TICK_FIELDS[name].wire];
    // `last` is never null: the engine publishes no tick without one.
    if (value !== undefined) tick[name] = value as string;
  }
  if (change.nf !== undefined) tick.nextFundingMs = change.nf;
  if (change.c !== undefined) tick.candle = applyCandle(before.candle, change.c);
  if (change.t !== undefined) tick.timeMs = atMs - change.t;
  if (change.r !== undefined) tick.receivedMs = atMs - change.r;
  return tick;
}

function diffCandle(before: Tick["candle"], after: Tick["candle"]): SymbolChange["c"] {
  if (after === null) return before === null ? undefined : null;
  if (before === null || before[0] !== after[0] || before[1] !== after[1]) return after;
  const parts: CandleParts = {};
  if (after[2] !== before[2]) parts.h = after[2];
  if (after[3] !== before[3]) parts.l = after[3];
  if (after[4] !== before[4]) parts.c = after[4];
  if (after[5] !== before[5]) parts.v = after[5];
  for (const _ in parts) return parts;
  return undefined;
}

function applyCandle(before: Tick["candle"], change: NonNullable<SymbolChange["c"]> | null): Tick["candle"] {
  if (change === null || Array.isArray(change)) return change;
  if (before === null) throw new Error("A stream changes parts of a candle that it never sent.");
  const [startMs, open, high, low, close, volume] = before;
  const candle: Candle = [
    startMs,
    open,
    change.h ?? high,
    change.l ?? low,
    change.c ?? close,
    change.v ?? volume,
  ];
  return candle;
}

function diffBook(before: BookDto | null, after: BookDto | null, atMs: number): SymbolChange["k"] {
  if (after === null) return before === null ? undefined : null;
  const base = before ?? emptyBook(after.symbol);
  const change: NonNullable<SymbolChange["k"]> = {};
  const bids = diffLevels(base.bids, after.bids);
  const asks = diffLevels(base.asks, after.asks);
  if (bids.length > 0) change.b = bids;
  if (asks.length > 0) change.a = asks;
  if (after.updateId !== base.updateId) change.u = after.updateId - base.updateId;
  if (after.timeMs !== base.timeMs) change.t = atMs - after.timeMs;
  for (const _ in change) return change;
  // An empty book is a book.
  return before === null ? change : undefined;
}

function applyBook(before: SymbolView, change: NonNullable<SymbolChange["k"]> | null, atMs: number) {
  if (change === null) return null;
  const base = before.book ?? emptyBook(before.tick.symbol);
  return {
    symbol: base.symbol,
    bids: applyLevels(base.bids, change.b, -1),
    asks: applyLevels(base.asks, change.a, 1),
    updateId: base.updateId + (change.u ?? 0),
    timeMs: change.t === undefined ? base.timeMs : atMs - change.t,
  } satisfies BookDto;
}

function applyLevels(levels: BookDto["bids"], changes: BookDto["bids"] | undefined, direction: 1 | -1) {
  if (changes === undefined) return levels;
  const next = [...levels];
  for (const change of changes) setLevel(next, change, direction);
  return next;
}

function packTrade(trade: TradePrint, atMs: number): WireTrade {
  return [trade.id, trade.side === "Buy" ? "B" : "S", trade.price, trade.qty, atMs - trade.timeMs];
}

function unpackTrade([id, side, price, qty, ageMs]: WireTrade, atMs: number): TradePrint {
  return { id, side: side === "B" ? "Buy" : "Sell", price, qty, timeMs: atMs - ageMs };
}
