import type { PointerEvent } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import { type Corner, DRAWING_CORNERS } from "@/components/terminal/chart/drawings/move-drawing";

/** One drawing in pixels, with a wide invisible edge as hit area; the chosen one has its corners marked. */
export function DrawingShape(props: {
  drawing: Drawing;
  view: ChartView;
  width: number;
  isChosen: boolean;
  /** Null while a tool is chosen: presses then draw. */
  onPress: ((event: PointerEvent, drawing: Drawing, corner: Corner | null) => void) | null;
}) {
  const { drawing, view, width, isChosen, onPress } = props;
  const [x1, y1] = [view.findX(drawing.from.timeMs), view.findY(drawing.from.price)];
  const [x2, y2] = [view.findX(drawing.to.timeMs), view.findY(drawing.to.price)];
  if (x1 === null || y1 === null || x2 === null || y2 === null) return null;
  const press = (corner: Corner | null) => ({
    style: {
      pointerEvents: onPress === null ? ("none" as const) : corner ? ("fill" as const) : ("stroke" as const),
      cursor: drawing.isLocked ? "pointer" : "move",
      touchAction: "none",
    },
    stroke: "transparent",
    strokeWidth: 10,
    onPointerDown: (event: PointerEvent) => onPress?.(event, drawing, corner),
  });
  const look = { stroke: "var(--accent)", strokeWidth: isChosen ? 2 : 1 };
  const line = drawing.tool === "horizontal" ? { x1: 0, y1, x2: width, y2: y1 } : { x1, y1, x2, y2 };
  const box = {
    x: Math.min(x1, x2),
    y: Math.min(y1, y2),
    width: Math.abs(x2 - x1),
    height: Math.abs(y2 - y1),
  };
  const corners = isChosen && onPress && !drawing.isLocked ? DRAWING_CORNERS[drawing.tool] : [];
  return (
    <g data-drawing={drawing.tool} data-chosen={isChosen || undefined}>
      {drawing.tool === "rectangle" ? (
        <>
          <rect {...box} {...look} fill="var(--accent)" fillOpacity={0.08} />
          <rect {...box} {...press(null)} fill="none" />
        </>
      ) : (
        <>
          <line {...line} {...look} />
          <line {...line} {...press(null)} />
        </>
      )}
      {corners.map((corner) => {
        const at = { cx: corner.time === "from" ? x1 : x2, cy: corner.price === "from" ? y1 : y2 };
        return (
          <g key={`${corner.time}-${corner.price}`} data-corner={`${corner.time}-${corner.price}`}>
            <circle {...at} r={4} fill="var(--panel)" stroke="var(--accent)" strokeWidth={1.5} />
            <circle {...at} {...press(corner)} r={10} fill="transparent" />
          </g>
        );
      })}
    </g>
  );
}
