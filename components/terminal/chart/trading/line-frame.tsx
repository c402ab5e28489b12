"use client";

import { type ReactNode, useEffect, useRef } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";

/**
 * The area of the candles' pane, over which lines are drawn. It has no stacking order of its own: labels are over the
 * lines of every frame.
 */
export function LineFrame({ view, children }: { view: ChartView; children: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const fitFrame = () => {
      const { width, height } = view.readPane();
      if (!frame.current) return;
      frame.current.style.width = `${width}px`;
      frame.current.style.height = `${height}px`;
    };
    fitFrame();
    return view.subscribeRedraw(fitFrame);
  }, [view]);
  return (
    // Clipped, not hidden: a line beyond the scale that gets the focus must not scroll the others.
    <div ref={frame} className="pointer-events-none absolute top-0 left-0 overflow-clip">
      {children}
    </div>
  );
}
