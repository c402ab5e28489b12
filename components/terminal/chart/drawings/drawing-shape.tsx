import { useTranslations } from "next-intl";
import type { PointerEvent, SVGAttributes } from "react";
import type { ChartView } from "@/components/terminal/chart/chart-view";
import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import { listShapes, type Shape } from "@/components/terminal/chart/drawings/list-shapes";
import { type Corner, DRAWING_CORNERS } from "@/components/terminal/chart/drawings/move-drawing";

const COLORS = { accent: "var(--accent)", up: "var(--up)", down: "var(--down)" } as const;
/** About the size of one character of a text, px. */
const CHARACTER = { width: 6.5, height: 13 };

/** One drawing in pixels, with a wide invisible edge as hit area; the chosen one has its corners marked. */
export function DrawingShape(props: {
  drawing: Drawing;
  view: ChartView;
  width: number;
  priceScale: number;
  isChosen: boolean;
  /** Null while a tool is chosen: presses then draw. */
  onPress: ((event: PointerEvent, drawing: Drawing, corner: Corner | null) => void) | null;
}) {
  const { drawing, view, width, priceScale, isChosen, onPress } = props;
  const t = useTranslations("chart.drawing");
  const [x1, y1] = [view.findX(drawing.from.timeMs), view.findY(drawing.from.price)];
  const [x2, y2] = [view.findX(drawing.to.timeMs), view.findY(drawing.to.price)];
  if (x1 === null || y1 === null || x2 === null || y2 === null) return null;
  const y3 = drawing.third === undefined ? null : view.findY(drawing.third);
  const findY = (price: number) => view.findY(price);
  const texts = { target: t("target"), stop: t("stop"), empty: t("emptyText") };
  const shapes = listShapes(drawing, { x1, y1, x2, y2, y3, width, findY, priceScale }, texts);
  const press = (corner: Corner | null, area: "fill" | "stroke") => ({
    style: {
      pointerEvents: onPress === null ? ("none" as const) : area,
      cursor: drawing.isLocked ? "pointer" : "move",
      touchAction: "none",
    },
    stroke: "transparent",
    strokeWidth: 10,
    onPointerDown: (event: PointerEvent) => onPress?.(event, drawing, corner),
  });
  const corners = isChosen && onPress && !drawing.isLocked ? DRAWING_CORNERS[drawing.tool] : [];
  const heights = { from: y1, to: y2, third: y3 };
  return (
    <g data-drawing={drawing.tool} data-chosen={isChosen || undefined}>
      {shapes.map((shape, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the shapes of a drawing keep their order
        <g key={index}>
          <Picture shape={shape} isChosen={isChosen} />
          <HitArea shape={shape} press={press} />
        </g>
      ))}
      {corners.map((corner) => {
        const cy = heights[corner.price];
        if (cy === null) return null;
        const at = { cx: corner.time === "from" ? x1 : x2, cy };
        return (
          <g key={`${corner.time}-${corner.price}`} data-corner={`${corner.time}-${corner.price}`}>
            <circle {...at} r={4} fill="var(--panel)" stroke="var(--accent)" strokeWidth={1.5} />
            <circle {...at} {...press(corner, "fill")} r={10} fill="transparent" />
          </g>
        );
      })}
    </g>
  );
}

function Picture({ shape, isChosen }: { shape: Shape; isChosen: boolean }) {
  const { kind, tone, ...place } = shape;
  const color = COLORS[tone];
  const look = { stroke: color, strokeWidth: isChosen ? 2 : 1 };
  if (shape.kind === "text") {
    return (
      <text
        x={shape.x}
        y={shape.y}
        fill={color}
        className="num text-[11px]"
        style={{ pointerEvents: "none" }}
      >
        {shape.text}
      </text>
    );
  }
  if (shape.kind === "rect") return <rect {...place} {...look} fill={color} fillOpacity={0.08} />;
  const { x1, y1, x2, y2, isDashed } = shape;
  return <line x1={x1} y1={y1} x2={x2} y2={y2} {...look} strokeDasharray={isDashed ? "4 3" : undefined} />;
}

function HitArea(props: {
  shape: Shape;
  press: (corner: null, area: "fill" | "stroke") => SVGAttributes<SVGElement>;
}) {
  const { shape, press } = props;
  if (shape.kind === "line") {
    const { x1, y1, x2, y2 } = shape;
    return <line x1={x1} y1={y1} x2={x2} y2={y2} {...press(null, "stroke")} />;
  }
  if (shape.kind === "rect") {
    const { x, y, width, height } = shape;
    return <rect x={x} y={y} width={width} height={height} {...press(null, "stroke")} fill="none" />;
  }
  const { x, y, text } = shape;
  const size = { width: text.length * CHARACTER.width, height: CHARACTER.height };
  return <rect x={x} y={y - CHARACTER.height + 3} {...size} {...press(null, "fill")} fill="transparent" />;
}
