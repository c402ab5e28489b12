import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";
import {
  type Delta,
  type KeyFrame,
  STREAM_VIEWS,
  type StreamView,
  type SymbolChange,
} from "@/lib/schemas/market/market-stream";
import { encodeWhole } from "@/lib/stream/encode-whole";
import { applyChange } from "@/lib/stream/symbol-change";
import { emptyView, type SymbolView } from "@/lib/stream/symbol-view";
import { formatTickProof } from "@/lib/stream/tick-proof-text";

type Selection = {
  view: StreamView;
  symbols: string[];
  shown: Map<string, SymbolView>;
  /** Of the newest event that was applied; null while a key frame is awaited. */
  sequence: number | null;
  atMs: number;
  mac: string;
};

/** A symbol after an event. `newTrades` are those that came with it, oldest first; in a key frame the whole tape. */
export type DecodedSymbol = {
  tick: Tick;
  book: BookDto | null;
  tape: readonly TradePrint[];
  newTrades: TradePrint[];
};

/**
 * Result of an event. `applied` has the symbols that it changed, without those that another selection of the
 * connection shows in more detail. `gap`: an event is missing, and nothing of this selection is applied until
 * its next key frame, which a reconnection brings.
 */
export type DecodedEvent =
  | { kind: "applied"; view: StreamView; atMs: number; symbols: DecodedSymbol[] }
  | { kind: "gap"; selection: number };

/** The state of one connection, rebuilt from its `key` and `delta` events. A new connection needs a new decoder. */
export class StreamDecoder {
  readonly #selections = new Map<number, Selection>();

  /** Applies a key frame. */
  applyKey(key: KeyFrame): DecodedEvent {
    const { v: view, y: symbols, n: sequence, p: mac } = key;
    const selection: Selection = { view, symbols, sequence, mac, atMs: key.t, shown: new Map() };
    this.#selections.set(key.s, selection);
    return this.#apply(selection, key.m);
  }

  /** Applies a delta if it follows the newest applied event. */
  applyDelta(delta: Delta): DecodedEvent {
    const selection = this.#selections.get(delta.s);
    if (!selection || selection.sequence === null || delta.n !== selection.sequence + 1) {
      if (selection) selection.sequence = null;
      return { kind: "gap", selection: delta.s };
    }
    selection.sequence = delta.n;
    selection.atMs += delta.t;
    selection.mac = delta.p;
    return this.#apply(selection, delta.m);
  }

  /** The newest state of a symbol in the most detailed selection that shows it; null before its first price. */
  read(symbol: string): SymbolView | null {
    return this.#best(symbol)?.shown.get(symbol) ?? null;
  }

  /** Proof of the price of a symbol that was shown, for `tickProof` of an order; null without one. */
  proofOf(symbol: string): { text: string; atMs: number } | null {
    const selection = this.#best(symbol);
    if (!selection) return null;
    const { atMs, mac, shown } = selection;
    const prices = selection.symbols.flatMap((one) => {
      const view = shown.get(one);
      return view ? [{ symbol: one, last: view.tick.last }] : [];
    });
    return { text: formatTickProof({ atMs, mac, prices }), atMs };
  }

  /** Key frames of the current state, for a reader that continues with the next events. */
  encodeKeys(): KeyFrame[] {
    return [...this.#selections].flatMap(([id, { view, symbols, shown, sequence, atMs, mac }]) =>
      sequence === null
        ? []
        : [
            {
              s: id,
              n: sequence,
              t: atMs,
              v: view,
              y: symbols,
              p: mac,
              m: encodeWhole({ symbols, shown, atMs }),
            },
          ],
    );
  }

  #apply(selection: Selection, changes: [index: number, change: SymbolChange][]): DecodedEvent {
    const symbols: DecodedSymbol[] = [];
    for (const [index, change] of changes) {
      const symbol = selection.symbols[index];
      if (symbol === undefined) throw new Error(`A selection of the stream has no symbol ${index}.`);
      const before = selection.shown.get(symbol) ?? emptyView(symbol);
      const { newTrades, ...after } = applyChange(before, change, selection.atMs);
      selection.shown.set(symbol, after);
      if (this.#best(symbol) === selection) symbols.push({ ...after, newTrades });
    }
    return { kind: "applied", view: selection.view, atMs: selection.atMs, symbols };
  }

  #best(symbol: string): Selection | null {
    let best: Selection | null = null;
    for (const selection of this.#selections.values()) {
      if (!selection.shown.has(symbol)) continue;
      if (best === null || detailOf(selection.view) > detailOf(best.view)) best = selection;
    }
    return best;
  }
}

/** Sort key of views: rate, then depth, then quotes. */
function detailOf(view: StreamView): number {
  const { publishMs, levels, quotes } = STREAM_VIEWS[view];
  return 1_000_000 / publishMs + levels + (quotes ? 1 : 0);
}
