"use client";

import { type PointerEvent, useEffect, useReducer, useRef, useState } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import {
  type ChartPoint,
  type Drawing,
  type DrawingTool,
  getDrawings,
} from "@/components/terminal/chart/drawings/drawing";
import { DrawingShape } from "@/components/terminal/chart/drawings/drawing-shape";
import { isTyping } from "@/components/terminal/layout/is-typing";
import { createId } from "@/lib/client/api/create-id";
import { usePersisted } from "@/lib/client/persisted";

type Props = {
  view: ChartView;
  owner: { userId: string; symbol: string };
  /** What a press on the chart draws; null when no tool is chosen. */
  tool: DrawingTool | null;
  onDrawn: () => void;
};

/** The trader's drawings over the candles. They follow the scales; a press chooses one, Delete removes it. */
export function DrawingLayer({ view, owner, tool, onDrawn }: Props) {
  const store = getDrawings(owner);
  const drawings = usePersisted(store);
  const frame = useRef<SVGSVGElement>(null);
  const [unfinished, setUnfinished] = useState<Drawing | null>(null);
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [, redraw] = useReducer((publication: number) => publication + 1, 0);

  useEffect(() => {
    // Without a drawing nothing has to follow the market.
    if (drawings.length === 0 && !unfinished && !tool) return;
    let isQueued = false;
    return view.subscribeRedraw(() => {
      if (isQueued) return;
      isQueued = true;
      requestAnimationFrame(() => {
        isQueued = false;
        redraw();
      });
    });
  }, [view, drawings.length, unfinished, tool]);

  useEffect(() => {
    if (chosenId === null) return;
    const dropChoice = () => setChosenId(null);
    const handleKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      if (event.key === "Escape") dropChoice();
      if (event.key !== "Delete" && event.key !== "Backspace") return;
      store.write(store.read().filter((one) => one.id !== chosenId));
      dropChoice();
    };
    window.addEventListener("keydown", handleKey);
    window.addEventListener("pointerdown", dropChoice);
    return () => {
      window.removeEventListener("keydown", handleKey);
      window.removeEventListener("pointerdown", dropChoice);
    };
  }, [store, chosenId]);

  const readPoint = (event: PointerEvent): ChartPoint | null => {
    const box = frame.current?.getBoundingClientRect();
    if (!box) return null;
    const timeMs = view.findTimeMs(event.clientX - box.left);
    const price = view.findPrice(event.clientY - box.top);
    return timeMs === null || price === null ? null : { timeMs, price };
  };
  const begin = (event: PointerEvent) => {
    const point = tool && readPoint(event);
    if (!point) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    setUnfinished({ id: createId(), tool, from: point, to: point });
  };
  const extend = (event: PointerEvent) => {
    const point = unfinished && readPoint(event);
    if (point) setUnfinished({ ...unfinished, to: point });
  };
  const finish = () => {
    if (!unfinished) return;
    setUnfinished(null);
    // A press without a drag would leave an invisible drawing.
    if (unfinished.tool !== "horizontal" && isPoint(unfinished)) return;
    store.write([...drawings, unfinished]);
    onDrawn();
  };

  const { width, height } = view.readPane();
  return (
    <svg
      ref={frame}
      aria-hidden
      data-drawings
      width={width}
      height={height}
      className="absolute top-0 left-0 z-[5] overflow-hidden"
      style={{ pointerEvents: tool ? "auto" : "none", cursor: tool ? "crosshair" : undefined }}
      onPointerDown={begin}
      onPointerMove={extend}
      onPointerUp={finish}
    >
      {[...drawings, ...(unfinished ? [unfinished] : [])].map((drawing) => (
        <DrawingShape
          key={drawing.id}
          drawing={drawing}
          view={view}
          width={width}
          isChosen={drawing.id === chosenId}
          onChoose={tool ? null : () => setChosenId(drawing.id)}
        />
      ))}
    </svg>
  );
}

function isPoint({ from, to }: Drawing): boolean {
  return from.timeMs === to.timeMs && from.price === to.price;
}
