import type { MarketSort } from "@/components/terminal/market/market-sort";
import { createPersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** What the watchlist can be sorted by; null is the trader's own order. */
export type WatchlistSort = (MarketSort & { by: (typeof SORTED_BY)[number] }) | null;

const SORTED_BY = ["symbol", "last", "change24h"] as const;

/** Starred symbols, saved in this browser. */
export const starredSymbols = createPersisted<readonly string[]>({
  key: "tz:stars",
  initial: [],
  parse: parseStars,
});

/** The symbols of what is stored. */
export function parseStars(stored: unknown): readonly string[] {
  return Array.isArray(stored) ? stored.filter((symbol): symbol is string => typeof symbol === "string") : [];
}

/** The watchlist's sort, saved in this browser. */
export const watchlistSort = createPersisted<WatchlistSort>({
  key: "tz:watchlist-sort",
  initial: null,
  parse: (stored) => {
    const sort = (typeof stored === "object" && stored !== null ? stored : {}) as Partial<MarketSort>;
    const by = SORTED_BY.find((one) => one === sort.by);
    return by === undefined ? null : { by, isDescending: sort.isDescending === true };
  },
});

/** Adds or removes a symbol's star. */
export function toggleStar(symbol: string): void {
  const stars = starredSymbols.read();
  starredSymbols.write(stars.includes(symbol) ? stars.filter((one) => one !== symbol) : [...stars, symbol]);
}

/** The value that a sort compares: text for symbols, a number or null for market figures. */
type ReadValue = (symbol: string) => string | null;

/** Favourites first, then the popular markets that are none, each group by the sort. */
export function orderWatchlist(
  lists: { favourites: readonly InstrumentDto[]; popular: readonly InstrumentDto[] },
  sort: WatchlistSort,
  read: ReadValue,
): InstrumentDto[] {
  const { favourites } = lists;
  const others = lists.popular.filter(({ symbol }) => !favourites.some((one) => one.symbol === symbol));
  if (!sort) return [...favourites, ...others];
  const sign = sort.isDescending ? -1 : 1;
  const compare = ({ symbol: a }: InstrumentDto, { symbol: b }: InstrumentDto): number => {
    if (sort.by === "symbol") return sign * (a < b ? -1 : 1);
    const [left, right] = [read(a), read(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (Number(left) - Number(right));
  };
  return [...[...favourites].sort(compare), ...others.sort(compare)];
}
