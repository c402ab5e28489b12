import { parseIndicators } from "@/components/terminal/chart/indicators/chosen-indicators";
import type { Indicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import { type ChartChoices, parseChartChoices } from "@/components/terminal/chart/menu/chart-choices";
import { createPersisted } from "@/lib/client/persisted";
import { INTERVALS, type Interval } from "@/lib/core/candle-interval";

/** How many charts are shown at once. */
export const CHART_COUNTS = [1, 2, 4] as const;
export type ChartCount = (typeof CHART_COUNTS)[number];

/**
 * A chart beside the first one. `symbol` is null while it shows the symbol of the page; without indicators or choices of
 * its own it has those of the first chart.
 */
export type ChartCell = {
  symbol: string | null;
  interval: Interval;
  indicators?: readonly Indicator[];
  choices?: ChartChoices;
};

/** The charts of the desk; the first one shows the symbol of the page at the chosen interval. */
export type ChartGrid = { count: ChartCount; cells: readonly ChartCell[] };

const INITIAL: ChartGrid = {
  count: 1,
  cells: [
    { symbol: null, interval: "60" },
    { symbol: null, interval: "240" },
    { symbol: null, interval: "D" },
  ],
};

export const chartGrid = createPersisted<ChartGrid>({
  key: "tz:chart-grid",
  initial: INITIAL,
  parse: parseChartGrid,
});

/** Valid charts of what is stored. */
export function parseChartGrid(stored: unknown): ChartGrid {
  const { count, cells } = (
    typeof stored === "object" && stored !== null ? stored : {}
  ) as Partial<ChartGrid>;
  const known = Array.isArray(cells) ? (cells as readonly Partial<ChartCell>[]) : [];
  return {
    count: CHART_COUNTS.find((one) => one === count) ?? INITIAL.count,
    cells: INITIAL.cells.map((first, index) => {
      const { symbol, interval, indicators, choices } = known[index] ?? {};
      return {
        symbol: typeof symbol === "string" ? symbol : null,
        interval: INTERVALS.find((one) => one === interval) ?? first.interval,
        ...(indicators && { indicators: parseIndicators(indicators) }),
        ...(choices && { choices: parseChartChoices(choices) }),
      };
    }),
  };
}

/** Changes one of the charts beside the first one. */
export function changeCell(index: number, part: Partial<ChartCell>): void {
  const grid = chartGrid.read();
  const cells = grid.cells.map((cell, at) => (at === index ? { ...cell, ...part } : cell));
  chartGrid.write({ ...grid, cells });
}
