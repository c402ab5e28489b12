import type { KeyFrame } from "@/lib/schemas/market/market-stream";
import { diffSymbol } from "@/lib/stream/symbol-change";
import { emptyView, type SymbolView } from "@/lib/stream/symbol-view";

/** The changes of a key frame: for each symbol the difference to a state in which nothing is known. */
export function encodeWhole(selection: {
  symbols: readonly string[];
  shown: ReadonlyMap<string, SymbolView>;
  atMs: number;
}): KeyFrame["m"] {
  const { symbols, shown, atMs } = selection;
  const changes: KeyFrame["m"] = [];
  symbols.forEach((symbol, index) => {
    const view = shown.get(symbol);
    const change = view && diffSymbol(emptyView(symbol), view, { trades: view.tape, atMs });
    if (change) changes.push([index, change]);
  });
  return changes;
}
