/** Figures that lists are sorted by; null where the venue gives no value. */
export type SortFigures = {
  last: number | null;
  change24h: number | null;
  /** Quote currency. */
  turnover24h: number | null;
  /** Fraction per funding interval. */
  fundingRate: number | null;
};

export type SortKey = "symbol" | keyof SortFigures;
export type MarketSort = { by: SortKey; isDescending: boolean };

/** The sort after a press on a column: descending, ascending, the tab's own; symbols ascend first. */
export function nextSort(current: MarketSort | null, by: SortKey): MarketSort | null {
  const startsDescending = by !== "symbol";
  if (current?.by !== by) return { by, isDescending: startsDescending };
  return current.isDescending === startsDescending ? { by, isDescending: !startsDescending } : null;
}
