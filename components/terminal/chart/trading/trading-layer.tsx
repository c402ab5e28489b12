"use client";

import { useSyncExternalStore } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import type { ChartMenuState } from "@/components/terminal/chart/menu/use-chart-menu";
import { TradeLines } from "@/components/terminal/chart/trading/trade-lines";
import { useIsAhead } from "@/components/terminal/layout/use-load-ahead";
import { bracketPreview } from "@/components/terminal/order/preview/bracket-preview";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import type { Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const BracketPreviewLines = lazyPart(
  () =>
    import("@/components/terminal/order/preview/bracket-preview-lines").then(
      (module) => module.BracketPreviewLines,
    ),
  { failure: "hidden" },
);
const ChartMenu = lazyPart(
  () => import("@/components/terminal/chart/menu/chart-menu").then((module) => module.ChartMenu),
  { failure: "corner" },
);
const LaterLayer = lazyPart(
  () => import("@/components/terminal/chart/trading/later-layer").then((module) => module.LaterLayer),
  { failure: "hidden" },
);

type Props = {
  session: ChartSession;
  instrument: InstrumentDto;
  interval: Interval;
  menu: ChartMenuState;
};

/** What a trader has on the chart of a symbol: lines, marks of fills, and the menu that places orders. */
export function TradingLayer(props: Props) {
  const { session, instrument, menu } = props;
  const { view } = session;
  const { symbol } = instrument;
  const isAhead = useIsAhead();
  const hasPreview = useSyncExternalStore(
    bracketPreview.subscribe,
    () => bracketPreview.read()?.symbol === symbol,
    () => false,
  );
  return (
    <>
      <TradeLines view={view} instrument={instrument} />
      {hasPreview && <BracketPreviewLines view={view} instrument={instrument} />}
      {menu.press && (
        <ChartMenu key={menu.press.price} press={menu.press} instrument={instrument} onClose={menu.close} />
      )}
      {isAhead && <LaterLayer {...props} />}
    </>
  );
}
