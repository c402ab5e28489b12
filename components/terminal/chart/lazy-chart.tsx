"use client";

import { ChartSkeleton } from "@/components/terminal/chart/chart-skeleton";
import { lazyPart } from "@/components/ui/lazy/lazy-part";

/** Placeholder of the chart. */
export function ChartPlaceholder() {
  return (
    <div className="flex h-full flex-col bg-panel">
      <div className="h-8 shrink-0 border-b" />
      <div className="relative flex-1">
        <ChartSkeleton />
      </div>
    </div>
  );
}

/** The chart, loaded after the page: its library is the largest script. */
export const LazyChart = lazyPart(
  () => import("@/components/terminal/chart/chart-parts").then((module) => module.StreamingChart),
  { failure: "inline", loading: ChartPlaceholder },
);
