import type { RankedTrial } from "@/lib/lab/optimise/evaluate-trials";
import { meanOf } from "@/lib/lab/statistics/moments";
import { plateauOf } from "@/lib/lab/statistics/plateau";
import type { HyperparameterValue } from "@/lib/lab/strategy/strategy-runtime";

/** Mean training Sharpe ratio by two parameters; null where nothing was tried. `best` is the best trial's cell. */
export type Heatmap = {
  rows: HyperparameterValue[];
  columns: HyperparameterValue[];
  cells: (number | null)[][];
  best: { row: number; column: number };
  plateau: number | null;
};

/** Lays the trials out by two of their parameters; other parameters are averaged. Null without trials. */
export function buildHeatmap(
  ranked: readonly RankedTrial[],
  axes: { row: string; column: string },
): Heatmap | null {
  const [best] = ranked;
  if (best === undefined) return null;
  const valuesOf = (name: string) => sortValues([...new Set(ranked.map(({ values }) => read(values, name)))]);
  const [rows, columns] = [valuesOf(axes.row), valuesOf(axes.column)];
  const cells = rows.map((row) =>
    columns.map((column) => {
      const here = ranked.filter(
        ({ values }) => read(values, axes.row) === row && read(values, axes.column) === column,
      );
      return here.length === 0 ? null : meanOf(here.map(({ trainSharpe }) => trainSharpe));
    }),
  );
  const place = {
    row: rows.indexOf(read(best.values, axes.row)),
    column: columns.indexOf(read(best.values, axes.column)),
  };
  return { rows, columns, cells, best: place, plateau: plateauOf(cells, place.row, place.column) };
}

function read(values: RankedTrial["values"], name: string): HyperparameterValue {
  return values[name] ?? "";
}

function sortValues(values: HyperparameterValue[]): HyperparameterValue[] {
  return values.sort((a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b)),
  );
}
