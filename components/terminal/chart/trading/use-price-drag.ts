"use client";

import { type PointerEvent, type RefObject, useRef } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";

type Button = PointerEvent<HTMLButtonElement>;

/** Pointer handlers of a line's label: `onPrice` gets each price under the pointer, on the tick. */
export function usePriceDrag(options: {
  view: ChartView;
  tick: number;
  row: RefObject<HTMLElement | null>;
  onPrice: (price: number) => void;
  onDrop: () => void;
  onCancel: () => void;
}): {
  isDragging: RefObject<boolean>;
  handlers: {
    onPointerDown: (event: Button) => void;
    onPointerMove: (event: Button) => void;
    onPointerUp: () => void;
    onPointerCancel: () => void;
  };
} {
  const { view, tick, row, onPrice, onDrop, onCancel } = options;
  const isDragging = useRef(false);
  const end = (act: () => void) => () => {
    if (!isDragging.current) return;
    isDragging.current = false;
    act();
  };
  const begin = (event: Button) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.focus();
    event.currentTarget.setPointerCapture(event.pointerId);
    isDragging.current = true;
  };
  const move = (event: Button) => {
    const frame = row.current?.parentElement?.getBoundingClientRect();
    if (!isDragging.current || !frame) return;
    const y = Math.min(Math.max(event.clientY - frame.top, 0), frame.height);
    const price = view.findPrice(y);
    if (price !== null && price > 0) onPrice(Math.round(price / tick) * tick);
  };
  const handlers = {
    onPointerDown: begin,
    onPointerMove: move,
    onPointerUp: end(onDrop),
    onPointerCancel: end(onCancel),
  };
  return { isDragging, handlers };
}
