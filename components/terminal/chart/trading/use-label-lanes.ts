"use client";

import { type RefObject, useEffect } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { spreadLabels } from "@/components/terminal/chart/trading/spread-labels";

/** Space of a label with its ×, and from the edge to the first one, px. */
const LANE_PX = 184;
const EDGE_PX = 4;
const MAX_LANES = 3;

/** Keeps the labels of near lines beside each other while the chart moves; `rows` contains the lines. */
export function useLabelLanes(
  view: ChartView,
  rows: RefObject<HTMLElement | null>,
  lines: readonly TradeLine[],
): void {
  useEffect(() => {
    const elements = new Map(
      [...(rows.current?.querySelectorAll<HTMLElement>("[data-trade-line]") ?? [])].map((row) => [
        row.dataset.tradeLine,
        row.querySelector<HTMLElement>(":scope > span"),
      ]),
    );
    const place = () => {
      const { width, height } = view.readPane();
      const shown = lines.flatMap((line) => {
        const y = view.findY(Number(line.price));
        const isLeft = line.move || line.end;
        return isLeft && y !== null && y >= 0 && y <= height ? [{ id: line.id, y }] : [];
      });
      const lanes = Math.max(1, Math.min(MAX_LANES, Math.floor(width / LANE_PX)));
      const chosen = spreadLabels(
        shown.map(({ y }) => y),
        lanes,
      );
      for (const [index, { id }] of shown.entries()) {
        const label = elements.get(id);
        if (label) label.style.left = `${EDGE_PX + (chosen[index] ?? 0) * LANE_PX}px`;
      }
    };
    place();
    return view.subscribeRedraw(place);
  }, [view, rows, lines]);
}
