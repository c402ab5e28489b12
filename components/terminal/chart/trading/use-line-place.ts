"use client";

import { type RefObject, useEffect, useRef } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { spreadLabels } from "@/components/terminal/chart/trading/spread-labels";

type LineOptions = {
  view: ChartView;
  price: number;
  isMoving: boolean;
  /** At which edge of the chart its labels stand: the right one has the newest candles. */
  edge: "left" | "right";
  /** Its first child is the line itself. */
  row: RefObject<HTMLElement | null>;
  labels: RefObject<HTMLElement | null>;
  /** What dragging does, by the handle among its labels or by the line (`LineGrip`); null where it can't be moved. */
  drag: LineDrag | null;
};

type LineDrag = {
  onPrice: (price: number) => void;
  /** At the last of these prices. */
  onDrop: (price: number) => void;
  onCancel: () => void;
};

/** A line on a chart. */
export type StackedLine = {
  price: number;
  isMoving: boolean;
  read: () => LineOptions;
  /** Where it is, px from the top of the pane; null while it is not shown. */
  y: number | null;
};

/** The height that a label takes, px; one that is pressed needs more. */
const LABEL_PX = 19;
const BUTTON_PX = 25;
/** In a narrower chart the labels of both edges meet: they share a column. */
const ONE_COLUMN_PX = 480;
/** The height of a line of the legend, and of the chip of a line beyond the scale, px. */
const LEGEND_LINE_PX = 20;
const CHIP_PX = 20;

type Stack = { lines: Set<StackedLine>; isAsked: boolean; leave: () => void };

const stacks = new WeakMap<ChartView, Stack>();

/** The lines of a chart, of whichever part of the page. */
export function readLines(view: ChartView): readonly StackedLine[] {
  return [...(stacks.get(view)?.lines ?? [])];
}

/**
 * Keeps a line at its price, and its labels inside the pane beside those of the chart's other lines. Beyond the scale it
 * is hidden, since its chip stands for it, unless it is being moved: that one keeps its focus.
 */
export function useLinePlace(options: LineOptions): void {
  const { view, price, isMoving } = options;
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  useEffect(() => {
    const stack = stacks.get(view) ?? createStack(view);
    const line: StackedLine = { price, isMoving, read: () => latest.current, y: null };
    stack.lines.add(line);
    ask(view, stack);
    return () => {
      stack.lines.delete(line);
      ask(view, stack);
    };
  }, [view, price, isMoving]);
}

function createStack(view: ChartView): Stack {
  const stack = {
    lines: new Set<StackedLine>(),
    isAsked: false,
    leave: view.subscribeRedraw(() => place(view)),
  };
  stacks.set(view, stack);
  return stack;
}

/** Places all lines once, however many of them change together. */
function ask(view: ChartView, stack: Stack): void {
  if (stack.isAsked) return;
  stack.isAsked = true;
  queueMicrotask(() => {
    stack.isAsked = false;
    place(view);
    if (stack.lines.size > 0) return;
    stack.leave();
    stacks.delete(view);
  });
}

function place(view: ChartView): void {
  const { width, height } = view.readPane();
  const isNarrow = width < ONE_COLUMN_PX;
  const columns = { left: [], right: [] } as Record<
    LineOptions["edge"],
    { y: number; isMoving: boolean; labels: HTMLElement }[]
  >;
  const chips = { above: 0, below: 0 };
  for (const line of readLines(view)) {
    const { price, isMoving } = line;
    const { edge, row, labels } = line.read();
    const y = view.findY(price);
    if (!row.current || !labels.current) continue;
    const isShown = y !== null && (isMoving || (y >= 0 && y <= height));
    line.y = isShown ? y : null;
    row.current.style.visibility = isShown ? "visible" : "hidden";
    if (isShown) {
      const [stroke] = row.current.children as HTMLCollectionOf<HTMLElement>;
      if (stroke) stroke.style.transform = `translateY(${y}px)`;
      columns[isNarrow ? "left" : edge].push({ y, isMoving, labels: labels.current });
    } else if (y !== null) chips[y < 0 ? "above" : "below"] += CHIP_PX;
  }
  const top = isNarrow ? LEGEND_LINE_PX : 2 * LEGEND_LINE_PX;
  const most = height / 4;
  const beside = { from: top + Math.min(chips.above, most), until: height - Math.min(chips.below, most) };
  spread(columns.left, isNarrow ? beside : { from: top, until: height });
  spread(columns.right, beside);
}

/** Places the labels of one edge between two heights, px. */
function spread(
  column: { y: number; isMoving: boolean; labels: HTMLElement }[],
  { from, until }: { from: number; until: number },
): void {
  column.sort((a, b) => a.y - b.y);
  const wanted = column.map(({ y, isMoving, labels }) => {
    const height = labels.querySelector("button") ? BUTTON_PX : LABEL_PX;
    // The label of the line that is moved stays on it; the others give way.
    return { top: y - height / 2 - from, height, weight: isMoving ? 1e6 : 1 };
  });
  const tops = spreadLabels(wanted, Math.max(0, until - from));
  column.forEach(({ labels }, index) => {
    const { height = 0 } = wanted[index] ?? {};
    labels.style.top = `${from + (tops[index] ?? 0) + (height - BUTTON_PX) / 2}px`;
  });
}
