"use client";

import { type MouseEvent, useCallback, useState } from "react";
import type { ChartSession } from "@/components/terminal/chart/chart-session";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Where the chart was pressed, in px from its corner, and the price there. */
export type ChartPress = { x: number; y: number; price: string };

/** Room that the menu needs to the right and below, in px. */
const MENU = { width: 250, height: 190 };

/** Where the chart was pressed for its menu, and what opens and closes it. */
export type ChartMenuState = {
  press: ChartPress | null;
  open: (event: MouseEvent<HTMLElement>) => void;
  /** Opens it at a point of the chart, in px from its corner. */
  openAt: (point: { x: number; y: number }, size: { width: number; height: number }) => boolean;
  close: () => void;
};

/** Where the chart was pressed for its menu; the price there is rounded to the tick. */
export function useChartMenu(options: {
  session: ChartSession | null;
  instrument: Pick<InstrumentDto, "tickSize" | "priceScale">;
  /** False where the browser's own menu stays. */
  isOn: boolean;
}): ChartMenuState {
  const { session, instrument, isOn } = options;
  const [press, setPress] = useState<ChartPress | null>(null);
  const close = useCallback(() => setPress(null), []);
  const openAt = ({ x, y }: { x: number; y: number }, size: { width: number; height: number }) => {
    const price = session?.view.findPrice(y) ?? null;
    if (!isOn || price === null || price <= 0) return false;
    const tick = Number(instrument.tickSize);
    setPress({
      x: Math.min(x, Math.max(0, size.width - MENU.width)),
      y: Math.min(y, Math.max(0, size.height - MENU.height)),
      price: (Math.round(price / tick) * tick).toFixed(instrument.priceScale),
    });
    return true;
  };
  const open = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    if (openAt({ x: event.clientX - box.left, y: event.clientY - box.top }, box)) event.preventDefault();
  };
  return { press, open, openAt, close };
}
