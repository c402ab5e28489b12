"use client";

import { useSyncExternalStore } from "react";
import { AlertLines } from "@/components/terminal/alerts/alert-lines";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import type { ChartMenuState } from "@/components/terminal/chart/menu/use-chart-menu";
import { AxisButton } from "@/components/terminal/chart/trading/axis-button";
import { FillMarks } from "@/components/terminal/chart/trading/fill-marks";
import { TradeLines } from "@/components/terminal/chart/trading/trade-lines";
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

type Props = {
  session: ChartSession;
  instrument: InstrumentDto;
  interval: Interval;
  menu: ChartMenuState;
};

/** What a trader has on the chart of a symbol: lines, marks of fills, and the menu that places orders. */
export function TradingLayer({ session, instrument, interval, menu }: Props) {
  const { view } = session;
  const { symbol } = instrument;
  const hasPreview = useSyncExternalStore(
    bracketPreview.subscribe,
    () => bracketPreview.read()?.symbol === symbol,
    () => false,
  );
  return (
    <>
      <TradeLines view={view} instrument={instrument} />
      {hasPreview && <BracketPreviewLines view={view} instrument={instrument} />}
      <AlertLines view={view} instrument={instrument} />
      <FillMarks session={session} symbol={symbol} interval={interval} />
      {menu.press && (
        <ChartMenu key={menu.press.price} press={menu.press} instrument={instrument} onClose={menu.close} />
      )}
      <AxisButton view={view} onPress={menu.openAt} />
    </>
  );
}
