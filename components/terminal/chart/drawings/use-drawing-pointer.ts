"use client";

import { type PointerEvent, type RefObject, useState } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import type { ChartPoint, Drawing, DrawingTool } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { type Corner, moveDrawing } from "@/components/terminal/chart/drawings/move-drawing";
import { createId } from "@/lib/client/api/create-id";

/** A press that moves less is a choice, in px. */
const LEAST_MOVE = 3;

/** What the pressed pointer does. `drawing` is as it would be saved. */
type Gesture = { drawing: Drawing } & (
  | { kind: "draw" }
  | { kind: "move"; origin: Drawing; corner: Corner | null; x: number; y: number }
);

/** Pointer handlers of the drawings: a tool draws, without one a press chooses a drawing and moves it. */
export function useDrawingPointer(options: {
  view: ChartView;
  frame: RefObject<SVGSVGElement | null>;
  store: DrawingStore;
  tool: DrawingTool | null;
  onDrawn: () => void;
  onChoose: (id: string) => void;
}) {
  const { view, frame, store, tool, onDrawn, onChoose } = options;
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const cancel = () => setGesture(null);

  const readPoint = (event: PointerEvent): ChartPoint | null => {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return null;
    const timeMs = view.findTimeMs(event.clientX - box.left);
    const price = view.findPrice(event.clientY - box.top);
    return timeMs === null || price === null ? null : { timeMs, price };
  };
  const begin = (event: PointerEvent) => {
    const point = tool && event.button === 0 && readPoint(event);
    if (!point) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setGesture({ kind: "draw", drawing: { id: createId(), tool, from: point, to: point } });
  };
  const press = (event: PointerEvent, origin: Drawing, corner: Corner | null) => {
    if (event.button !== 0) return;
    // A press anywhere else drops the choice.
    event.stopPropagation();
    onChoose(origin.id);
    if (origin.isLocked) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setGesture({ kind: "move", drawing: origin, origin, corner, x: event.clientX, y: event.clientY });
  };
  const extend = (event: PointerEvent) => {
    if (!gesture) return;
    if (gesture.kind === "draw") {
      const to = readPoint(event);
      if (to) setGesture({ ...gesture, drawing: { ...gesture.drawing, to } });
      return;
    }
    const { origin, corner } = gesture;
    const [dx, dy] = [event.clientX - gesture.x, event.clientY - gesture.y];
    if (gesture.drawing === origin && Math.hypot(dx, dy) < LEAST_MOVE) return;
    const drawing = moveDrawing(view, origin, { corner, dx, dy });
    if (drawing) setGesture({ ...gesture, drawing });
  };
  const finish = () => {
    if (!gesture) return;
    setGesture(null);
    const { drawing } = gesture;
    if (gesture.kind === "move") {
      if (drawing === gesture.origin) return;
      return store.write(store.read().map((one) => (one.id === drawing.id ? drawing : one)));
    }
    // A press without a drag would leave an invisible drawing.
    if (drawing.tool !== "horizontal" && isPoint(drawing)) return;
    store.write([...store.read(), drawing]);
    onChoose(drawing.id);
    onDrawn();
  };
  return {
    /** The drawing under the pointer as it would be saved. */
    moving: gesture?.drawing ?? null,
    cancel,
    press,
    handlers: {
      onPointerDown: begin,
      onPointerMove: extend,
      onPointerUp: finish,
      onPointerCancel: cancel,
    },
  };
}

function isPoint({ from, to }: Drawing): boolean {
  return from.timeMs === to.timeMs && from.price === to.price;
}
