"use client";

import { type RefObject, useCallback, useEffect } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";

/** The height of a label and of its ×, px. */
const LABEL_PX = 18;
const END_PX = 24;

/** The top of the labels, from the line. */
const TOPS_PX = { on: -LABEL_PX / 2, above: -END_PX - 1, below: 1 } as const;

/**
 * Keeps a line at its price and its labels inside the pane. Beyond the scale it is hidden, since its chip stands for
 * it, unless it is being moved: that one keeps its focus.
 */
export function useLinePlace(options: {
  view: ChartView;
  price: number;
  isMoving: boolean;
  /** Where the labels stand; on the line unless given. */
  lean?: "above" | "below" | undefined;
  row: RefObject<HTMLElement | null>;
  labels: RefObject<HTMLElement | null>;
}): void {
  const { view, price, isMoving, lean, row, labels } = options;
  const place = useCallback(() => {
    const y = view.findY(price);
    const { height } = view.readPane();
    if (!row.current || !labels.current) return;
    const isShown = y !== null && (isMoving || (y >= 0 && y <= height));
    row.current.style.visibility = isShown ? "visible" : "hidden";
    if (y === null) return;
    row.current.style.transform = `translateY(${y}px)`;
    labels.current.style.top = `${Math.min(Math.max(TOPS_PX[lean ?? "on"], -y), height - y - END_PX)}px`;
  }, [view, price, isMoving, lean, row, labels]);
  useEffect(() => {
    place();
    return view.subscribeRedraw(place);
  }, [view, place]);
}
