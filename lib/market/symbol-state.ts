import "server-only";
import { isNewerFrame, type SlicedFrame } from "@/lib/market/ticker-frame";
import type { Book, Tick, TradePrint, Trades } from "@/lib/schemas/market";
import { TAPE_LENGTH } from "@/lib/schemas/market-stream";
import type { SymbolSource, Tape } from "@/lib/stream/symbol-view";

/** A book that came with none of the frames of the last seconds is not followed any more, in ms. */
const BOOK_KEPT_MS = 5_000;
/** Of a trade's id, enough to tell the trades of one tape apart; the whole id would be a third of the stream. */
const ID_LENGTH = 8;

/** The newest frame of one symbol and its latest trades. A frame is parsed when it is first looked at. */
export class SymbolState {
  #newest: SlicedFrame | null = null;
  #source: SymbolSource | null = null;
  #book: { text: string; atMs: number } | null = null;
  #tape: Tape = { count: 0, trades: [] };

  /** Takes a frame, with or without a book; false when it is older than the newest, or the same again. */
  take(frame: SlicedFrame, nowMs: number): boolean {
    if (this.#newest && !isNewerFrame(frame, this.#newest)) return false;
    this.#newest = frame;
    this.#source = null;
    if (frame.book) this.#book = { text: frame.book, atMs: nowMs };
    else if (this.#book && nowMs - this.#book.atMs > BOOK_KEPT_MS) this.#book = null;
    if (frame.trades) this.#tape = extendTape(this.#tape, (JSON.parse(frame.trades) as Trades).trades);
    return true;
  }

  /** The newest frame itself; null before the first. */
  newest(): SlicedFrame | null {
    return this.#newest;
  }

  /** What is known of the symbol now; null before the first frame. */
  read(): SymbolSource | null {
    if (this.#newest === null) return null;
    this.#source ??= {
      tick: JSON.parse(this.#newest.tick) as Tick,
      book: this.#book && (JSON.parse(this.#book.text) as Book),
      tape: this.#tape,
    };
    return this.#source;
  }
}

function extendTape(tape: Tape, trades: readonly TradePrint[]): Tape {
  const named = trades.map((trade) => ({ ...trade, id: trade.id.slice(0, ID_LENGTH) }));
  return { count: tape.count + named.length, trades: [...tape.trades, ...named].slice(-TAPE_LENGTH) };
}
