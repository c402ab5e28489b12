import { type RefObject, useEffect, useState } from "react";
import { watchAppearance } from "@/components/terminal/chart/chart-colors";
import type { ChartView } from "@/components/terminal/chart/chart-view";

/** A chart inside of `frame`, null until its code is there; it is freed with the component. */
export function useChartView(frame: RefObject<HTMLElement | null>): ChartView | null {
  const [view, setView] = useState<ChartView | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    let made: ChartView | null = null;
    let isGone = false;
    void import("@/components/terminal/chart/chart-view").then(({ ChartView }) => {
      if (isGone) return;
      made = new ChartView(element, { onHover: () => {}, onLeftEdge: () => {} });
      setView(made);
    });
    const unwatch = watchAppearance(() => made?.refreshColors());
    return () => {
      isGone = true;
      unwatch();
      made?.dispose();
      setView(null);
    };
  }, [frame]);
  return view;
}
