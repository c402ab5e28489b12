"use client";

import { useEffect, useSyncExternalStore } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { listFillMarks } from "@/components/terminal/chart/trading/list-fill-marks";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { usePersisted } from "@/lib/client/persisted";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { Interval } from "@/lib/core/candle-interval";

const PAGE = "200";
/** So many pages are read for one chart at most. */
const MAX_PAGES = 10;

/** Marks the trader's fills of this symbol at the loaded candles, unless that is turned off. */
export function FillMarks(props: { session: ChartSession; symbol: string; interval: Interval }) {
  const { session, symbol, interval } = props;
  const { view } = session;
  const { hasFills } = usePersisted(useChartStores().choices);
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const wanted = hasFills ? portfolioId : null;
  const { pages, error, hasMore, isLoading, loadMore } = usePagedList("fills", wanted, {
    symbol,
    limit: PAGE,
  });
  const firstMs = useSyncExternalStore(session.subscribeLegend, session.readFirstMs, () => null);
  const oldest = pages?.at(-1)?.fills.at(-1);
  const isShort = oldest !== undefined && firstMs !== null && Date.parse(oldest.at) > firstMs;
  const reads = isShort && hasMore && !isLoading && error === null && (pages?.length ?? 0) < MAX_PAGES;
  useEffect(() => {
    if (reads) loadMore();
  });
  useEffect(() => {
    const fills = (pages ?? []).flatMap((page) => page.fills);
    view.setMarks(hasFills ? listFillMarks(fills, interval) : []);
  }, [view, interval, pages, hasFills]);
  return null;
}
