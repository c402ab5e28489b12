import "server-only";
import { encodeEvent } from "@/lib/infra/encode-event";
import { isNewerFrame, type SlicedFrame } from "@/lib/market/ticker-frame";
import type { Trades } from "@/lib/schemas/market";

/** Trades kept for a browser that comes (back), so that its tape is not empty. */
const TAPE_LENGTH = 50;

/** The newest frame of one symbol as the text of its events, each encoded once for all viewers. */
export class SymbolFrames {
  readonly #symbol: string;
  #newest: SlicedFrame | null = null;
  #tick = "";
  #book = "";
  #beatTrades = "";
  #tape: Trades["trades"] = [];

  constructor(symbol: string) {
    this.#symbol = symbol;
  }

  /** Takes a frame; false when it is older than what is held, or the same again. */
  take(frame: SlicedFrame): boolean {
    if (this.#newest && !isNewerFrame(frame, this.#newest)) return false;
    this.#newest = frame;
    this.#tick = encodeEvent("tick", frame.tick);
    this.#book = encodeEvent("book", frame.book);
    if (frame.trades) {
      this.#beatTrades += encodeEvent("trades", frame.trades);
      const { trades } = JSON.parse(frame.trades) as Trades;
      this.#tape = [...this.#tape, ...trades].slice(-TAPE_LENGTH);
    }
    return true;
  }

  /** The newest frame itself; null before the first. */
  newest(): SlicedFrame | null {
    return this.#newest;
  }

  /** The events of this beat. */
  beat(withDepth: boolean): string {
    return withDepth ? this.#tick + this.#book + this.#beatTrades : this.#tick;
  }

  /** Everything a browser needs that knows nothing yet. Trades it knows already it tells by their ids. */
  snapshot(withDepth: boolean): string {
    if (!withDepth) return this.#tick;
    const tape: Trades = { symbol: this.#symbol, trades: this.#tape };
    return (
      this.#tick + this.#book + (this.#tape.length > 0 ? encodeEvent("trades", JSON.stringify(tape)) : "")
    );
  }

  /** The beat has been written to everybody. */
  forgetBeat(): void {
    this.#beatTrades = "";
  }
}
