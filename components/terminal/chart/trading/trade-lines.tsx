"use client";

import { useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { LineFrame } from "@/components/terminal/chart/trading/line-frame";
import { listTradeLines, type TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { TradeLineHandle } from "@/components/terminal/chart/trading/trade-line-handle";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { patchOrder, patchPosition } from "@/lib/client/api/trading-api";
import { useLiquidationPrice } from "@/lib/client/portfolio/use-liquidation-price";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The trader's lines over the chart; movable ones are dragged, or moved by keys. */
export function TradeLines({ view, instrument }: { view: ChartView; instrument: InstrumentDto }) {
  const { snapshot } = usePortfolio();
  const t = useTranslations("chart.line");
  const { run } = useTradingAction();
  const liquidationPrice = useLiquidationPrice(instrument.symbol, instrument);
  const lines = useMemo(
    () => (snapshot ? listTradeLines(snapshot, { symbol: instrument.symbol, liquidationPrice }, t) : []),
    [snapshot, instrument.symbol, liquidationPrice, t],
  );

  if (!snapshot || lines.length === 0) return null;
  const portfolioId = snapshot.id;
  const move = (line: TradeLine, price: string): Promise<string | null> => {
    const { move: change } = line;
    if (!change || change.kind === "alert") return Promise.resolve(null);
    if ("order" in change) {
      return run("amend", () => patchOrder(change.order.id, { portfolioId, [change.kind]: price }));
    }
    const by = change.position[change.kind]?.by ?? "last";
    return run("stops", () =>
      patchPosition(change.position.symbol, { portfolioId, [change.kind]: { price, by } }),
    );
  };
  return (
    <LineFrame view={view}>
      {lines.map((line) => (
        <TradeLineHandle
          key={line.id}
          line={line}
          view={view}
          instrument={instrument}
          onMove={(price) => move(line, price)}
        />
      ))}
    </LineFrame>
  );
}
