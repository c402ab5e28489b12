"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { EntryPnl } from "@/components/terminal/chart/trading/entry-pnl";
import { LineFrame } from "@/components/terminal/chart/trading/line-frame";
import { listTradeLines } from "@/components/terminal/chart/trading/list-trade-lines";
import { OutsideLines } from "@/components/terminal/chart/trading/outside-lines";
import { TradeLineHandle } from "@/components/terminal/chart/trading/trade-line-handle";
import { useLineActions } from "@/components/terminal/chart/trading/use-line-actions";
import { useLinePrices } from "@/components/terminal/chart/trading/use-line-prices";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The trader's lines over the chart; movable ones are dragged, or moved by keys, and × ends what they show. */
export function TradeLines({ view, instrument }: { view: ChartView; instrument: InstrumentDto }) {
  const { snapshot } = usePortfolio();
  const t = useTranslations("chart.line");
  const prices = useLinePrices(snapshot, instrument);
  const { move, end, question } = useLineActions(snapshot);
  const lines = useMemo(() => (snapshot ? listTradeLines(snapshot, prices, t) : []), [snapshot, prices, t]);
  if (lines.length === 0) return question;
  return (
    <>
      <LineFrame view={view}>
        {lines.map((line) => (
          <TradeLineHandle
            key={line.id}
            line={line}
            view={view}
            instrument={instrument}
            figure={
              line.tone === "entry" && line.end?.kind === "position" ? (
                <EntryPnl position={line.end.position} />
              ) : null
            }
            onMove={(price) => move(line, price)}
            onEnd={() => end(line)}
          />
        ))}
        <OutsideLines view={view} lines={lines} priceScale={instrument.priceScale} />
      </LineFrame>
      {question}
    </>
  );
}
