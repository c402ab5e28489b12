import { createPersisted } from "@/lib/client/persisted";
import { getTickStore } from "@/lib/client/tick-store";
import type { Instrument } from "@/lib/schemas/market";

/** What the markets can be sorted by; `null` is the venue's own order. */
export type MarketSort = { by: "symbol" | "last" | "change24h"; isDescending: boolean } | null;

/** Starred symbols, remembered in this browser. */
export const starredSymbols = createPersisted<readonly string[]>({
  key: "tz:stars",
  initial: [],
  parse: (stored) =>
    Array.isArray(stored) ? stored.filter((symbol): symbol is string => typeof symbol === "string") : [],
});

/** Stars a symbol, or takes its star away. */
export function toggleStar(symbol: string): void {
  const stars = starredSymbols.read();
  starredSymbols.write(stars.includes(symbol) ? stars.filter((one) => one !== symbol) : [...stars, symbol]);
}

/** The sort after a press on a column: descending, ascending, the venue's order; symbols ascend first. */
export function nextSort(current: MarketSort, by: NonNullable<MarketSort>["by"]): MarketSort {
  const startsDescending = by !== "symbol";
  if (current?.by !== by) return { by, isDescending: startsDescending };
  return current.isDescending === startsDescending ? { by, isDescending: !startsDescending } : null;
}

/** The instruments to show: those that match the search, starred ones first, sorted by what holds now. */
export function orderMarkets(
  instruments: readonly Instrument[],
  options: { search: string; stars: readonly string[]; sort: MarketSort },
): Instrument[] {
  const { stars, sort } = options;
  const wanted = options.search.trim().toUpperCase();
  const shown = instruments.filter((one) => one.symbol.includes(wanted));
  const rank = (symbol: string) => (stars.includes(symbol) ? 0 : 1);
  return shown.sort((a, b) => rank(a.symbol) - rank(b.symbol) || compare(a.symbol, b.symbol, sort));
}

function compare(a: string, b: string, sort: MarketSort): number {
  if (!sort) return 0;
  const sign = sort.isDescending ? -1 : 1;
  if (sort.by === "symbol") return sign * a.localeCompare(b);
  const read = (symbol: string) => Number(getTickStore().readTick(symbol)?.[sort.by] ?? Number.NaN);
  const difference = read(a) - read(b);
  return Number.isNaN(difference) ? 0 : sign * difference;
}
