"use client";

import { useEffect, useRef } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import { readLines, type StackedLine } from "@/components/terminal/chart/trading/use-line-place";

/** So near to a line a press of the mouse takes hold of it, px. */
const REACH_PX = 4;

/**
 * Drags the movable lines of a chart: by the handle among their labels, which may stand beside the line, and with the
 * mouse at any point of the line. A press on another label or on a drawing is theirs; fingers have the handles alone,
 * since they scroll the chart.
 */
export function LineGrip({ view, tickSize }: { view: ChartView; tickSize: string }) {
  const anchor = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const chart = anchor.current?.parentElement;
    return chart ? gripLines(view, { chart, tick: Number(tickSize) }) : undefined;
  }, [view, tickSize]);
  return <span ref={anchor} hidden />;
}

/** Returns the function that ends it. */
function gripLines(view: ChartView, { chart, tick }: { chart: HTMLElement; tick: number }): () => void {
  let held: { line: StackedLine; offset: number; price: number | null } | null = null;
  const readY = ({ clientY }: PointerEvent) => clientY - chart.getBoundingClientRect().top;
  const cancel = () => {
    held?.line.read().drag?.onCancel();
    held = null;
  };
  const drop = () => {
    const { line, price = null } = held ?? {};
    held = null;
    if (price !== null) line?.read().drag?.onDrop(price);
  };
  const find = (event: PointerEvent): StackedLine | null => {
    const target = event.target as Element;
    const movable = readLines(view).filter((line) => line.read().drag !== null);
    if (target.closest("[data-handle]")) {
      return movable.find((line) => line.read().labels.current?.contains(target)) ?? null;
    }
    const isOnPane = event.clientX - chart.getBoundingClientRect().left <= view.readPane().width;
    const isFree = event.pointerType === "mouse" && isOnPane && target.closest("[role=application]");
    return isFree ? findNearest(movable, readY(event)) : null;
  };
  const press = (event: PointerEvent) => {
    const line = event.button === 0 ? find(event) : null;
    const handle = line?.read().labels.current?.querySelector<HTMLElement>("[data-handle]");
    if (!line || !handle) return;
    // The chart gets neither this press nor its mouse events.
    event.preventDefault();
    event.stopPropagation();
    handle.focus();
    handle.setPointerCapture(event.pointerId);
    held = { line, offset: (line.y ?? 0) - readY(event), price: null };
  };
  const move = (event: PointerEvent) => {
    if (!held) {
      chart.style.cursor = event.buttons === 0 && find(event) ? "ns-resize" : "";
      return;
    }
    // Released where no event came from, for example because the line's order was filled.
    if (event.buttons === 0) return cancel();
    const y = readY(event) + held.offset;
    const price = view.findPrice(Math.min(Math.max(y, 0), view.readPane().height));
    if (price === null || price <= 0) return;
    held.price = Math.round(price / tick) * tick;
    held.line.read().drag?.onPrice(held.price);
  };
  const handleKey = ({ key }: KeyboardEvent) => {
    if (key === "Escape") cancel();
  };
  chart.addEventListener("pointerdown", press, true);
  chart.addEventListener("pointermove", move);
  chart.addEventListener("pointerup", drop);
  chart.addEventListener("pointercancel", cancel);
  chart.addEventListener("keydown", handleKey, true);
  return () => {
    chart.style.cursor = "";
    chart.removeEventListener("pointerdown", press, true);
    chart.removeEventListener("pointermove", move);
    chart.removeEventListener("pointerup", drop);
    chart.removeEventListener("pointercancel", cancel);
    chart.removeEventListener("keydown", handleKey, true);
  };
}

/** The nearest line within reach. */
function findNearest(lines: readonly StackedLine[], at: number): StackedLine | null {
  let best: StackedLine | null = null;
  let reach = REACH_PX;
  for (const line of lines) {
    const distance = line.y === null ? Number.POSITIVE_INFINITY : Math.abs(line.y - at);
    if (distance > reach) continue;
    reach = distance;
    best = line;
  }
  return best;
}
