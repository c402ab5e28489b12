"use client";

import { type PointerEvent, type RefObject, useState } from "react";
import type { ChartPoint, Drawing, DrawingTool } from "@/components/terminal/chart/drawings/drawing";
import type { DrawingStore } from "@/components/terminal/chart/drawings/drawing-history";
import { type Corner, moveDrawing } from "@/components/terminal/chart/drawings/move-drawing";
import type { Scales } from "@/components/terminal/chart/drawings/snap-scales";
import { createId } from "@/lib/client/api/create-id";

/** From a channel to its other line when it is drawn, px. */
const CHANNEL_PX = 48;
/** What a drawn position wins for what it risks. */
const FIRST_RATIO = 2;
/** A press that moves less is a choice, in px. */
const LEAST_MOVE = 3;

/** What the pressed pointer does. `drawing` is as it would be saved. */
type Gesture = { drawing: Drawing } & (
  | { kind: "draw" }
  | { kind: "move"; origin: Drawing; corner: Corner | null; x: number; y: number }
);

/** Pointer handlers of the drawings: a tool draws, without one a press chooses a drawing and moves it. */
export function useDrawingPointer(options: {
  scales: Scales;
  frame: RefObject<SVGSVGElement | null>;
  store: DrawingStore;
  tool: DrawingTool | null;
  onDrawn: () => void;
  onChoose: (id: string) => void;
}) {
  const { scales, frame, store, tool, onDrawn, onChoose } = options;
  const [gesture, setGesture] = useState<Gesture | null>(null);
  const cancel = () => setGesture(null);

  const readPoint = (event: PointerEvent): ChartPoint | null => {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return null;
    const timeMs = scales.findTimeMs(event.clientX - box.left);
    const price = scales.findPrice(event.clientY - box.top);
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
      if (to) setGesture({ ...gesture, drawing: addThird({ ...gesture.drawing, to }, scales) });
      return;
    }
    const { origin, corner } = gesture;
    const [dx, dy] = [event.clientX - gesture.x, event.clientY - gesture.y];
    if (gesture.drawing === origin && Math.hypot(dx, dy) < LEAST_MOVE) return;
    const drawing = moveDrawing(scales, origin, { corner, dx, dy });
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
    if (drawing.tool !== "horizontal" && drawing.tool !== "text" && isPoint(drawing)) return;
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

/** With the third price of the tools that have one; the trader moves it afterwards. */
function addThird(drawing: Drawing, { findY, findPrice }: Scales): Drawing {
  const { tool, from, to } = drawing;
  const y = findY(from.price);
  if (tool === "channel" && y !== null) return { ...drawing, third: findPrice(y - CHANNEL_PX) ?? undefined };
  if (tool !== "position") return drawing;
  const stop = findY(from.price - (to.price - from.price) / FIRST_RATIO);
  return { ...drawing, third: stop === null ? undefined : (findPrice(stop) ?? undefined) };
}

function isPoint({ from, to }: Drawing): boolean {
  return from.timeMs === to.timeMs && from.price === to.price;
}
