"use client";

import { type ReactNode, useState, useSyncExternalStore } from "react";
import type { DrawingTool } from "@/components/terminal/chart/drawings/drawing";
import { chartGrid } from "@/components/terminal/chart/grid/chart-grid-choice";
import { ChartStoresContext, chartStoresAt } from "@/components/terminal/chart/grid/chart-stores";
import { chosenChart } from "@/components/terminal/chart/grid/chosen-chart";
import { ChartPlaceholder, LazyChart } from "@/components/terminal/chart/lazy-chart";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const ChartCell = lazyPart(
  () => import("@/components/terminal/chart/grid/chart-cell").then((module) => module.ChartCell),
  { failure: "inline", loading: ChartPlaceholder },
);
const FirstHeader = lazyPart(
  () => import("@/components/terminal/chart/grid/chart-cell").then((module) => module.FirstHeader),
  { failure: "hidden" },
);

const GRIDS = {
  1: "grid-cols-1 grid-rows-1",
  2: "grid-cols-2 grid-rows-1",
  4: "grid-cols-2 grid-rows-2",
} as const;

type Props = { instrument: InstrumentDto; userId: string | null; onOpenPicker: () => void };

/**
 * One, two or four charts; the first one shows the symbol of the page. The tools over and beside them act on the chart
 * that was pressed or focused last.
 */
export function ChartGrid({ instrument, userId, onOpenPicker }: Props) {
  const { count, cells } = usePersisted(chartGrid);
  const latest = useSyncExternalStore(chosenChart.subscribe, chosenChart.read, () => 0);
  const chosen = latest < count ? latest : 0;
  const [toolbarAt, setToolbarAt] = useState<HTMLElement | null>(null);
  const [railAt, setRailAt] = useState<HTMLElement | null>(null);
  const [tool, onTool] = useState<DrawingTool | null>(null);
  const placeOf = (index: number) => ({
    isFirst: index === 0,
    isChosen: index === chosen,
    toolbarAt,
    railAt,
    tool,
    onTool,
  });
  const frame = (index: number, chart: ReactNode) => (
    <ChartStoresContext key={index} value={chartStoresAt(index)}>
      <div
        data-chart={index}
        onPointerDownCapture={() => chosenChart.write(index)}
        onFocusCapture={() => chosenChart.write(index)}
        className={cn(
          "relative min-h-0 min-w-0",
          count > 1 &&
            index === chosen &&
            "after:pointer-events-none after:absolute after:inset-0 after:z-20 after:border after:border-accent",
        )}
      >
        {chart}
      </div>
    </ChartStoresContext>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div ref={setToolbarAt} />
      <div className="flex min-h-0 flex-1">
        <div ref={setRailAt} className="flex" />
        <div className={`grid min-h-0 min-w-0 flex-1 gap-px bg-line ${GRIDS[count]}`}>
          {frame(
            0,
            <LazyChart
              instrument={instrument}
              userId={userId}
              isFeedShown={false}
              cell={{
                ...placeOf(0),
                header: count > 1 && <FirstHeader symbol={instrument.symbol} onPick={onOpenPicker} />,
              }}
            />,
          )}
          {cells
            .slice(0, count - 1)
            .map((cell, index) =>
              frame(
                index + 1,
                <ChartCell
                  instrument={instrument}
                  userId={userId}
                  symbol={cell.symbol ?? instrument.symbol}
                  index={index}
                  place={placeOf(index + 1)}
                />,
              ),
            )}
        </div>
      </div>
    </div>
  );
}
