"use client";

import { chartGrid } from "@/components/terminal/chart/grid/chart-grid-choice";
import { ChartPlaceholder, LazyChart } from "@/components/terminal/chart/lazy-chart";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const ChartCell = lazyPart(
  () => import("@/components/terminal/chart/grid/chart-cell").then((module) => module.ChartCell),
  { failure: "inline", loading: ChartPlaceholder },
);

const GRIDS = {
  1: "grid-cols-1 grid-rows-1",
  2: "grid-cols-2 grid-rows-1",
  4: "grid-cols-2 grid-rows-2",
} as const;

/** One, two or four charts; the first one shows the symbol of the page. */
export function ChartGrid(props: { instrument: InstrumentDto; userId: string | null }) {
  const { count, cells } = usePersisted(chartGrid);
  return (
    <div className={`grid h-full min-h-0 gap-px bg-line ${GRIDS[count]}`}>
      <div className="min-h-0 min-w-0">
        <LazyChart {...props} isFeedShown={false} hasLayouts />
      </div>
      {cells.slice(0, count - 1).map((cell, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a chart is its place
        <div key={index} className="min-h-0 min-w-0">
          <ChartCell {...props} cell={cell} index={index} />
        </div>
      ))}
    </div>
  );
}
