"use client";

import { useEffect } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { candleStartMs, type Interval } from "@/lib/core/candle-interval";

/** Marks the trader's newest fills of this symbol at their candles. */
export function FillMarks(props: { view: ChartView; symbol: string; interval: Interval }) {
  const { view, symbol, interval } = props;
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const { pages } = usePagedList("fills", portfolioId);
  useEffect(() => {
    const fills = (pages ?? []).flatMap((page) => page.fills).filter((fill) => fill.symbol === symbol);
    const marks = fills
      .map((fill) => ({
        startMs: candleStartMs(interval, Date.parse(fill.at)),
        isBuy: fill.side === "buy",
        text: fill.qty,
      }))
      .sort((a, b) => a.startMs - b.startMs);
    view.setMarks(marks);
  }, [view, symbol, interval, pages]);
  return null;
}
