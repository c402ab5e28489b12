import {
  type ChartGrid,
  chartGrid,
  parseChartGrid,
} from "@/components/terminal/chart/grid/chart-grid-choice";
import { type DeskPanels, deskPanels, parsePanels } from "@/components/terminal/layout/panels/desk-panels";
import { createPersisted } from "@/lib/client/persisted";
import { MAX_LAYOUTS } from "@/lib/schemas/desk-limits";

/** Panels and charts under a name. */
export type SavedLayout = { name: string; panels: DeskPanels; charts: ChartGrid };

/** The trader's layouts, in the order in which they were saved. */
export const savedLayouts = createPersisted<readonly SavedLayout[]>({
  key: "tz:layouts",
  initial: [],
  parse: parseLayouts,
});

/** The valid layouts of what is stored. */
export function parseLayouts(stored: unknown): SavedLayout[] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((one) => {
    const { name, panels, charts } = (one ?? {}) as Partial<SavedLayout>;
    if (typeof name !== "string" || name === "") return [];
    return [{ name, panels: parsePanels(panels), charts: parseChartGrid(charts) }];
  });
}

/** Saves panels and charts as they are now, replacing those of that name; the oldest leave where there are too many. */
export function saveLayout(name: string): void {
  const others = savedLayouts.read().filter((one) => one.name !== name);
  const layout = { name, panels: deskPanels.read(), charts: chartGrid.read() };
  savedLayouts.write([...others, layout].slice(-MAX_LAYOUTS));
}

export function removeLayout(name: string): void {
  savedLayouts.write(savedLayouts.read().filter((one) => one.name !== name));
}

/** Shows the panels and charts of a layout. */
export function applyLayout(name: string): void {
  const layout = savedLayouts.read().find((one) => one.name === name);
  if (!layout) return;
  deskPanels.write(layout.panels);
  chartGrid.write(layout.charts);
}

/** Shows the panels as a new user has them; the charts stay. */
export function resetPanels(): void {
  deskPanels.write(deskPanels.initial);
}
