"use client";

import { type MouseEvent, useCallback, useState } from "react";
import type { ChartPress } from "@/components/terminal/alerts/chart-alert-menu";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Room that the menu needs to the right and below, in px. */
const MENU = { width: 190, height: 80 };

/** Where the chart was pressed for its menu; the price there is rounded to the tick. */
export function useChartMenu(options: {
  session: ChartSession | null;
  instrument: Pick<InstrumentDto, "tickSize" | "priceScale">;
  /** False where the browser's own menu stays. */
  isOn: boolean;
}): { press: ChartPress | null; open: (event: MouseEvent<HTMLElement>) => void; close: () => void } {
  const { session, instrument, isOn } = options;
  const [press, setPress] = useState<ChartPress | null>(null);
  const close = useCallback(() => setPress(null), []);
  const open = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const y = event.clientY - box.top;
    const price = session?.view.findPrice(y) ?? null;
    if (!isOn || price === null || price <= 0) return;
    event.preventDefault();
    const tick = Number(instrument.tickSize);
    setPress({
      x: Math.min(event.clientX - box.left, Math.max(0, box.width - MENU.width)),
      y: Math.min(y, Math.max(0, box.height - MENU.height)),
      price: (Math.round(price / tick) * tick).toFixed(instrument.priceScale),
    });
  };
  return { press, open, close };
}
