"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import { cn } from "@/lib/client/cn";

/** One step of an arrow key, in px; with Shift ten times that. */
const STEP_PX = 10;

/** The values that a divider changes, measured when a drag starts: all in px. */
type Drag = { pane: HTMLElement; at: number; size: number; least: number; most: number; whole: number };

type Props = {
  paneId: string;
  axis: "x" | "y";
  /** Whether its pane is after it, so that moving it backwards enlarges the pane. */
  isBeforePane: boolean;
  size: number;
  /** Its limits: px, or percent of a column. */
  range: readonly [least: number, most: number];
  onResize: (size: number | null) => void;
};

/**
 * Resizes a pane: dragged, or moved by arrows, Home and End. A double press restores the initial size. During
 * a drag only the layout changes; the size is reported at the end.
 */
export function Divider({ paneId, axis, isBeforePane, size, range, onResize }: Props) {
  const t = useTranslations("terminal.desk");
  const currentDrag = useRef<Drag | null>(null);
  const isColumn = axis === "y";
  const sign = isBeforePane ? -1 : 1;
  const toSize = ({ whole }: Drag, px: number) => (isColumn ? (px / whole) * 100 : px);

  const startDrag = (divider: HTMLElement, at: number): Drag | null => {
    const group = divider.parentElement;
    const pane = group?.querySelector<HTMLElement>(`:scope > [data-panel="${paneId}"]`);
    const rest = group?.querySelector<HTMLElement>(":scope > [data-rest]");
    if (!group || !pane || !rest) return null;
    const measure = (one: HTMLElement) => (isColumn ? one.offsetHeight : one.offsetWidth);
    const readLimit = (one: HTMLElement, limit: "min" | "max") =>
      Number.parseFloat(getComputedStyle(one).getPropertyValue(`${limit}-${isColumn ? "height" : "width"}`));
    const available = measure(pane) + measure(rest) - readLimit(rest, "min");
    const ownMost = readLimit(pane, "max");
    return {
      pane,
      at,
      size: measure(pane),
      least: readLimit(pane, "min"),
      most: Number.isNaN(ownMost) ? available : Math.min(ownMost, available),
      whole: measure(group),
    };
  };
  const clamp = ({ least, most }: Drag, px: number) => Math.max(least, Math.min(px, most));
  const show = (start: Drag, px: number) => {
    start.pane.style.flexBasis = `${toSize(start, px)}${isColumn ? "%" : "px"}`;
  };
  const readAt = (event: PointerEvent) => (isColumn ? event.clientY : event.clientX);
  const findPx = (start: Drag, event: PointerEvent) =>
    clamp(start, start.size + sign * (readAt(event) - start.at));

  const press = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    currentDrag.current = startDrag(event.currentTarget, readAt(event));
  };
  const drag = (event: PointerEvent) => {
    if (currentDrag.current) show(currentDrag.current, findPx(currentDrag.current, event));
  };
  const release = (event: PointerEvent) => {
    const start = currentDrag.current;
    currentDrag.current = null;
    if (start && readAt(event) !== start.at) onResize(toSize(start, findPx(start, event)));
  };
  const handleKey = (event: KeyboardEvent<HTMLElement>) => {
    const start = startDrag(event.currentTarget, 0);
    const px = start && findKeySize(event, { ...start, isColumn, sign });
    if (!start || px === null) return;
    event.preventDefault();
    onResize(toSize(start, clamp(start, px)));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: a line can't be moved
    <div
      role="separator"
      aria-orientation={isColumn ? "horizontal" : "vertical"}
      aria-label={t(isColumn ? "resizeRows" : "resizeColumns")}
      aria-valuenow={Math.round(size)}
      aria-valuemin={range[0]}
      aria-valuemax={range[1]}
      aria-valuetext={t(isColumn ? "percent" : "pixels", { size: String(Math.round(size)) })}
      tabIndex={0}
      onPointerDown={press}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={() => onResize(null)}
      onKeyDown={handleKey}
      className={cn(
        "relative shrink-0 touch-none select-none rounded transition-colors after:absolute hover:bg-line-strong",
        isColumn
          ? "after:-inset-y-1 h-1 cursor-row-resize after:inset-x-0"
          : "after:-inset-x-1 w-1 cursor-col-resize after:inset-y-0",
      )}
    />
  );
}

/** The size in px for a key; null for other keys. */
function findKeySize(
  event: KeyboardEvent,
  now: { size: number; least: number; most: number; isColumn: boolean; sign: number },
): number | null {
  const step = now.sign * STEP_PX * (event.shiftKey ? 10 : 1);
  if (event.key === (now.isColumn ? "ArrowDown" : "ArrowRight")) return now.size + step;
  if (event.key === (now.isColumn ? "ArrowUp" : "ArrowLeft")) return now.size - step;
  if (event.key === "Home") return now.sign > 0 ? now.least : now.most;
  if (event.key === "End") return now.sign > 0 ? now.most : now.least;
  return null;
}
