"use client";

import { useEffect } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { listFillMarks } from "@/components/terminal/chart/trading/list-fill-marks";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { usePersisted } from "@/lib/client/persisted";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { Interval } from "@/lib/core/candle-interval";

/** Marks the trader's newest fills of this symbol at their candles, unless that is turned off. */
export function FillMarks(props: { view: ChartView; symbol: string; interval: Interval }) {
  const { view, symbol, interval } = props;
  const { hasFills } = usePersisted(useChartStores().choices);
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const { pages } = usePagedList("fills", portfolioId);
  useEffect(() => {
    const fills = (pages ?? []).flatMap((page) => page.fills).filter((fill) => fill.symbol === symbol);
    view.setMarks(hasFills ? listFillMarks(fills, interval) : []);
  }, [view, symbol, interval, pages, hasFills]);
  return null;
}
