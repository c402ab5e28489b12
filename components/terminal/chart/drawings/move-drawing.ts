import type { ChartPoint, Drawing } from "@/components/terminal/chart/drawings/drawing";
import type { Scales } from "@/components/terminal/chart/drawings/snap-scales";

/** A corner of a drawing: the point that it takes its time from, and the one for its price. */
export type Corner = { time: "from" | "to"; price: "from" | "to" | "third" };

const ENDS = [
  { time: "from", price: "from" },
  { time: "to", price: "to" },
] as const satisfies readonly Corner[];
const CORNERS = [
  ...ENDS,
  { time: "from", price: "to" },
  { time: "to", price: "from" },
] as const satisfies readonly Corner[];

/** The corners by which a drawing is reshaped. Those without any are moved as a whole. */
export const DRAWING_CORNERS = {
  horizontal: [],
  trend: ENDS,
  ray: ENDS,
  channel: [...ENDS, { time: "from", price: "third" }],
  rectangle: CORNERS,
  fibonacci: ENDS,
  position: [...ENDS, { time: "to", price: "third" }],
  measure: CORNERS,
  text: [],
} as const satisfies Record<Drawing["tool"], readonly Corner[]>;

/**
 * The drawing after a drag of one corner, or of all of it (`corner` null), by px. It moves in px, so that its form stays on
 * a logarithmic scale and over gaps between candles. Null without scales.
 */
export function moveDrawing(
  scales: Scales,
  drawing: Drawing,
  drag: { corner: Corner | null; dx: number; dy: number },
): Drawing | null {
  const { corner, dx, dy } = drag;
  const move = (name: "from" | "to"): ChartPoint | null => {
    const { timeMs, price } = drawing[name];
    const isTimeMoved = dx !== 0 && (corner === null || corner.time === name);
    const isPriceMoved = dy !== 0 && (corner === null || corner.price === name);
    const [x, y] = [scales.findX(timeMs), scales.findY(price)];
    if (x === null || y === null) return null;
    const movedMs = isTimeMoved ? scales.findTimeMs(x + dx) : timeMs;
    const movedPrice = isPriceMoved ? scales.findPrice(y + dy) : price;
    return movedMs === null || movedPrice === null ? null : { timeMs: movedMs, price: movedPrice };
  };
  const [from, to] = [move("from"), move("to")];
  if (!from || !to) return null;
  if (drawing.third === undefined || dy === 0 || (corner !== null && corner.price !== "third"))
    return { ...drawing, from, to };
  const y = scales.findY(drawing.third);
  const third = y === null ? null : scales.findPrice(y + dy);
  return third === null ? null : { ...drawing, from, to, third };
}
