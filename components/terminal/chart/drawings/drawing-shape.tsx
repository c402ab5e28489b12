import type { PointerEvent } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";

/** One drawing in pixels, with a wide invisible edge as hit area. */
export function DrawingShape(props: {
  drawing: Drawing;
  view: ChartView;
  width: number;
  isChosen: boolean;
  /** Null while a tool is chosen: presses then draw. */
  onChoose: (() => void) | null;
}) {
  const { drawing, view, width, isChosen, onChoose } = props;
  const [x1, y1] = [view.findX(drawing.from.timeMs), view.findY(drawing.from.price)];
  const [x2, y2] = [view.findX(drawing.to.timeMs), view.findY(drawing.to.price)];
  if (x1 === null || y1 === null || x2 === null || y2 === null) return null;
  const press = {
    style: { pointerEvents: onChoose ? ("stroke" as const) : ("none" as const), cursor: "pointer" },
    stroke: "transparent",
    strokeWidth: 10,
    // A press anywhere else drops the choice.
    onPointerDown: (event: PointerEvent) => {
      event.stopPropagation();
      onChoose?.();
    },
  };
  const look = { stroke: "var(--accent)", strokeWidth: isChosen ? 2 : 1 };
  if (drawing.tool === "rectangle") {
    const box = {
      x: Math.min(x1, x2),
      y: Math.min(y1, y2),
      width: Math.abs(x2 - x1),
      height: Math.abs(y2 - y1),
    };
    return (
      <g>
        <rect {...box} {...look} fill="var(--accent)" fillOpacity={0.08} />
        <rect {...box} {...press} fill="none" />
      </g>
    );
  }
  const line = drawing.tool === "horizontal" ? { x1: 0, y1, x2: width, y2: y1 } : { x1, y1, x2, y2 };
  return (
    <g>
      <line {...line} {...look} />
      <line {...line} {...press} />
    </g>
  );
}
