"use client";

import { useEffect, useRef } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";

/** The tinted area between two prices, over the right third of the pane. */
export function BracketZone(props: { view: ChartView; from: number; to: number; tone: string }) {
  const { view, from, to, tone } = props;
  const area = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const place = () => {
      const [a, b] = [view.findY(from), view.findY(to)];
      if (!area.current || a === null || b === null) return;
      area.current.style.top = `${Math.min(a, b)}px`;
      area.current.style.height = `${Math.abs(a - b)}px`;
    };
    place();
    return view.subscribeRedraw(place);
  }, [view, from, to]);
  return <div ref={area} aria-hidden className={`absolute right-0 z-[6] w-1/3 opacity-10 ${tone}`} />;
}
