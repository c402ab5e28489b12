import "server-only";
import { type EventBlock, encodeEvent } from "@/lib/infra/event-block";
import { signShownPrices } from "@/lib/market/stream/tick-proof";
import { STREAM_VIEWS, type StreamView } from "@/lib/schemas/market/market-stream";
import { SelectionEncoder } from "@/lib/stream/selection-encoder";
import type { SymbolSource } from "@/lib/stream/symbol-view";

/** Tolerance before the interval's end, in ms: the feed's publications come by a timer, too. */
const EARLY_MS = 20;

type ReadSymbol = (symbol: string) => SymbolSource | null;

/** One selection of the stream: its events, each encoded once for all of its readers. */
export class StreamSelection {
  readonly view: StreamView;
  readonly symbols: readonly string[];
  readonly #encoder: SelectionEncoder;
  readonly #read: ReadSymbol;
  readonly #moved = new Set<string>();
  #publishedAtMs = Number.NEGATIVE_INFINITY;
  #delta: EventBlock | null = null;
  #key: EventBlock | null = null;

  constructor(options: { id: number; view: StreamView; symbols: readonly string[]; read: ReadSymbol }) {
    const { id, view, symbols, read } = options;
    this.view = view;
    this.symbols = symbols;
    this.#read = read;
    this.#encoder = new SelectionEncoder({ id, view, symbols, sign: signShownPrices }, Date.now());
    this.#encoder.encodeDelta(new Set(symbols), read, Date.now());
  }

  markMoved(symbol: string): void {
    this.#moved.add(symbol);
  }

  /** When the selection is to be published next, ms; null while nothing has changed. */
  dueAtMs(): number | null {
    if (this.#moved.size === 0) return null;
    return this.#publishedAtMs + STREAM_VIEWS[this.view].publishMs - EARLY_MS;
  }

  /** Encodes the changes since the last publication. */
  publish(nowMs: number): void {
    const delta = this.#encoder.encodeDelta(this.#moved, this.#read, nowMs);
    this.#moved.clear();
    if (delta === null) return;
    this.#publishedAtMs = nowMs;
    this.#key = null;
    this.#delta = encodeEvent(null, delta);
  }

  /** The delta of this publication; null if there is none. */
  delta(): EventBlock | null {
    return this.#delta;
  }

  /** Called when the publication has been written to every reader. */
  forgetDelta(): void {
    this.#delta = null;
  }

  /** The full state that a reader needs before the next delta. */
  key(): EventBlock {
    this.#key ??= encodeEvent("key", this.#encoder.encodeKey());
    return this.#key;
  }
}
