import "server-only";
import type { StreamForm } from "@/lib/infra/event-block";
import { ReaderGroup } from "@/lib/market/stream/reader-group";
import { StreamSelection } from "@/lib/market/stream/stream-selection";
import type { StreamView } from "@/lib/schemas/market/market-stream";
import type { SymbolSource } from "@/lib/stream/symbol-view";

/** A reader's request; see `streamQuerySchema`. */
export type WantedSymbols = {
  rows: readonly string[];
  symbols: readonly string[];
  depth: readonly string[];
  saver: boolean;
};

type Shared = { selection: StreamSelection; users: number };

/**
 * The selections that are streamed in this process. A selection shared by several groups of readers is
 * encoded once: the rows of a list together, each symbol with depth separately, all other symbols together.
 */
export class StreamSelections {
  readonly #read: (symbol: string) => SymbolSource | null;
  readonly #shared = new Map<string, Shared>();
  readonly #bySymbol = new Map<string, Set<StreamSelection>>();
  readonly #groups = new Map<string, ReaderGroup>();
  #lastId = 0;

  constructor(read: (symbol: string) => SymbolSource | null) {
    this.#read = read;
  }

  /** The group of all readers with the same request and format. It exists until `leave` finds it empty. */
  groupOf(wanted: WantedSymbols, form: StreamForm): ReaderGroup {
    const lists = listSelections(wanted);
    const key = [form, ...lists.map(keyOf)].join(";");
    const found = this.#groups.get(key);
    if (found) return found;
    const group = new ReaderGroup(
      lists.map(([view, symbols]) => this.#claim(view, symbols)),
      form,
    );
    this.#groups.set(key, group);
    return group;
  }

  /** Removes the group if it has no readers, with the selections that no other group uses. */
  leave(group: ReaderGroup): void {
    const lists = group.selections.map(({ view, symbols }) => keyOf([view, symbols]));
    const key = [group.form, ...lists].join(";");
    if (group.size > 0 || this.#groups.get(key) !== group) return;
    this.#groups.delete(key);
    for (const selection of group.selections) this.#release(selection);
  }

  groups(): Iterable<ReaderGroup> {
    return this.#groups.values();
  }

  *selections(): Iterable<StreamSelection> {
    for (const { selection } of this.#shared.values()) yield selection;
  }

  markMoved(symbol: string): void {
    for (const selection of this.#bySymbol.get(symbol) ?? []) selection.markMoved(symbol);
  }

  #claim(view: StreamView, symbols: readonly string[]): StreamSelection {
    const key = keyOf([view, symbols]);
    const found = this.#shared.get(key);
    if (found) {
      found.users += 1;
      return found.selection;
    }
    this.#lastId += 1;
    const selection = new StreamSelection({ id: this.#lastId, view, symbols, read: this.#read });
    this.#shared.set(key, { selection, users: 1 });
    for (const symbol of symbols) {
      const seen = this.#bySymbol.get(symbol) ?? new Set();
      this.#bySymbol.set(symbol, seen.add(selection));
    }
    return selection;
  }

  #release(selection: StreamSelection): void {
    const key = keyOf([selection.view, selection.symbols]);
    const shared = this.#shared.get(key);
    if (!shared) throw new Error(`Selection ${key} was released twice.`);
    shared.users -= 1;
    if (shared.users > 0) return;
    this.#shared.delete(key);
    for (const symbol of selection.symbols) {
      const seen = this.#bySymbol.get(symbol);
      seen?.delete(selection);
      if (seen?.size === 0) this.#bySymbol.delete(symbol);
    }
  }
}

type SelectionList = [view: StreamView, symbols: readonly string[]];

function listSelections({ rows, symbols, depth, saver }: WantedSymbols): SelectionList[] {
  const shallow = symbols.filter((symbol) => !depth.includes(symbol));
  const lists: SelectionList[] = [
    ["row", rows],
    [saver ? "saver-tick" : "tick", shallow],
    ...depth.map((symbol): SelectionList => [saver ? "saver-depth" : "depth", [symbol]]),
  ];
  return lists.filter(([, list]) => list.length > 0);
}

function keyOf([view, symbols]: SelectionList): string {
  return `${view}:${symbols.join(",")}`;
}
