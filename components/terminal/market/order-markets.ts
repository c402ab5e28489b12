import type { MarketSort, SortFigures } from "@/components/terminal/market/market-sort";
import { rankMarket, toCoin } from "@/components/terminal/market/rank-market";
import type { ListedInstrument, MarketsResponse } from "@/lib/schemas/market/market-responses";

export type FiguresBySymbol = ReadonlyMap<string, SortFigures>;

export const PICKER_TABS = ["favourites", "all", "gainers", "losers", "volume", "funding", "new"] as const;
export type PickerTab = (typeof PICKER_TABS)[number];

/** How long a market counts as new after its launch, in ms. */
const NEW_FOR_MS = 90 * 86_400_000;

/** A tab's sort until a column is chosen; null for a fixed order. */
export const TAB_SORT = {
  favourites: null,
  all: null,
  gainers: { by: "change24h", isDescending: true },
  losers: { by: "change24h", isDescending: false },
  volume: { by: "turnover24h", isDescending: true },
  funding: { by: "fundingRate", isDescending: true },
  new: null,
} as const satisfies Record<PickerTab, MarketSort | null>;

type Options = {
  tab: PickerTab;
  /** A search looks at all markets, whichever the tab. */
  search: string;
  /** The column that was chosen; null for the tab's own order. */
  sort: MarketSort | null;
  stars: readonly string[];
  /** Symbols shown first in the list of all. */
  popular: readonly string[];
  nowMs: number;
};

/** The markets of the picker, in its order. Closed ones are last. */
export function orderMarkets(
  instruments: readonly ListedInstrument[],
  figures: FiguresBySymbol,
  options: Options,
): ListedInstrument[] {
  const isSearch = options.search.trim() !== "";
  const shown = isSearch ? instruments : instruments.filter((one) => isInTab(one, figures, options));
  const ranks = new Map(shown.map((one) => [one.symbol, rankMarket(one, options.search)]));
  const coins = new Map(shown.map((one) => [one.symbol, toCoin(one.baseCoin)]));
  const sort = options.sort ?? (isSearch ? null : TAB_SORT[options.tab]);
  const compareOwn = isSearch ? byRank(ranks, figures) : byTab(options);
  return shown
    .filter((one) => ranks.get(one.symbol) !== null)
    .sort(
      (a, b) =>
        Number(isClosed(a)) - Number(isClosed(b)) ||
        (sort ? compareBy(a, b, sort, figures) : compareOwn(a, b)) ||
        // 1000PEPE is sorted by its letters.
        compareText(coins.get(a.symbol) ?? "", coins.get(b.symbol) ?? "") ||
        compareText(a.symbol, b.symbol),
    );
}

/** The response of `GET /api/markets` by symbol. */
export function readFigures(response: MarketsResponse | undefined): FiguresBySymbol {
  const toNumber = (text: string | null) => (text === null ? null : Number(text));
  return new Map(
    response?.markets.map(([symbol, last, change24h, turnover24h, fundingRate]) => [
      symbol,
      {
        last: toNumber(last),
        change24h: toNumber(change24h),
        turnover24h: toNumber(turnover24h),
        fundingRate: toNumber(fundingRate),
      },
    ]),
  );
}

export function isClosed({ status }: ListedInstrument): boolean {
  return status !== "Trading";
}

/** Whether a market was launched recently. An announced one is not listed yet. */
export function isNew({ launchMs }: ListedInstrument, nowMs: number): boolean {
  return launchMs <= nowMs && nowMs - launchMs < NEW_FOR_MS;
}

function isInTab(one: ListedInstrument, figures: FiguresBySymbol, { tab, stars, nowMs }: Options): boolean {
  const change = figures.get(one.symbol)?.change24h ?? 0;
  if (tab === "favourites") return stars.includes(one.symbol);
  if (tab === "gainers") return change > 0;
  if (tab === "losers") return change < 0;
  return tab !== "new" || isNew(one, nowMs);
}

type Compare = (a: ListedInstrument, b: ListedInstrument) => number;

function byTab({ tab, stars, popular }: Options): Compare {
  if (tab === "new") return (a, b) => b.launchMs - a.launchMs;
  const first = tab === "favourites" ? stars : popular;
  const place = new Map(first.map((symbol, index) => [symbol, index]));
  return (a, b) => (place.get(a.symbol) ?? first.length) - (place.get(b.symbol) ?? first.length);
}

/** Among equal matches the most traded first. */
function byRank(ranks: ReadonlyMap<string, number | null>, figures: FiguresBySymbol): Compare {
  const turnover = ({ symbol }: ListedInstrument) => figures.get(symbol)?.turnover24h ?? 0;
  return (a, b) => (ranks.get(a.symbol) ?? 0) - (ranks.get(b.symbol) ?? 0) || turnover(b) - turnover(a);
}

/** Missing values are last in both sort directions. */
function compareBy(
  a: ListedInstrument,
  b: ListedInstrument,
  sort: MarketSort,
  figures: FiguresBySymbol,
): number {
  const sign = sort.isDescending ? -1 : 1;
  if (sort.by === "symbol") return sign * compareText(a.symbol, b.symbol);
  const [left, right] = [figures.get(a.symbol)?.[sort.by] ?? null, figures.get(b.symbol)?.[sort.by] ?? null];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  return sign * (left - right);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
