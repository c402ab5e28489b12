"use client";

import { createContext, use } from "react";
import { intervalChoice } from "@/components/terminal/chart/chart-intervals";
import { type ChartCell, changeCell, chartGrid } from "@/components/terminal/chart/grid/chart-grid-choice";
import { chosenIndicators } from "@/components/terminal/chart/indicators/chosen-indicators";
import type { Indicator } from "@/components/terminal/chart/indicators/indicator-kinds";
import { type ChartChoices, chartChoices } from "@/components/terminal/chart/menu/chart-choices";
import type { Persisted } from "@/lib/client/persisted";
import type { Interval } from "@/lib/core/candle-interval";

/** What one chart is set to. */
export type ChartStores = {
  interval: Persisted<Interval>;
  indicators: Persisted<readonly Indicator[]>;
  choices: Persisted<ChartChoices>;
};

const FIRST: ChartStores = {
  interval: intervalChoice,
  indicators: chosenIndicators,
  choices: chartChoices,
};

const BESIDE = [0, 1, 2].map(
  (index): ChartStores => ({
    interval: ofCell(index, "interval", intervalChoice),
    indicators: ofCell(index, "indicators", chosenIndicators),
    choices: ofCell(index, "choices", chartChoices),
  }),
);

/** The settings of the chart at a place of the grid; the first chart is 0. */
export function chartStoresAt(place: number): ChartStores {
  return BESIDE[place - 1] ?? FIRST;
}

/** The settings of the chart around a component; those of the first chart outside of charts. */
export const ChartStoresContext = createContext(FIRST);
export const useChartStores = (): ChartStores => use(ChartStoresContext);

/** One part of a chart beside the first one, whose value it has until it is changed. */
function ofCell<Part extends "interval" | "indicators" | "choices">(
  index: number,
  part: Part,
  first: Persisted<NonNullable<ChartCell[Part]>>,
): Persisted<NonNullable<ChartCell[Part]>> {
  return {
    initial: first.initial,
    read: () => chartGrid.read().cells[index]?.[part] ?? first.read(),
    write: (value) => changeCell(index, { [part]: value }),
    subscribe: (listener) => {
      const stops = [chartGrid.subscribe(listener), first.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
