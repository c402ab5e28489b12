"use client";

import { AlertLines } from "@/components/terminal/alerts/alert-lines";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import { AxisButton } from "@/components/terminal/chart/menu/axis-button";
import type { ChartMenuState } from "@/components/terminal/chart/menu/use-chart-menu";
import { FillMarks } from "@/components/terminal/chart/trading/fill-marks";
import { LineGrip } from "@/components/terminal/chart/trading/line-grip";
import type { Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/**
 * What the first picture of a chart does without, as one chunk: levels of alerts, past fills, dragging, and a button that
 * follows the pointer.
 */
export function LaterLayer(props: {
  session: ChartSession;
  instrument: InstrumentDto;
  interval: Interval;
  menu: ChartMenuState;
}) {
  const { session, instrument, interval, menu } = props;
  const { view } = session;
  return (
    <>
      <AlertLines view={view} instrument={instrument} />
      <FillMarks session={session} symbol={instrument.symbol} interval={interval} />
      <LineGrip view={view} tickSize={instrument.tickSize} />
      <AxisButton view={view} onPress={menu.openAt} />
    </>
  );
}
