import type { Drawing } from "@/components/terminal/chart/drawings/drawing";
import { formatAge, formatFixed, formatPercent } from "@/lib/client/format";

/** A colour of a shape, by its meaning. */
type Tone = "accent" | "up" | "down";

/** One shape of a drawing in px of the chart's pane. */
export type Shape =
  | { kind: "line"; x1: number; y1: number; x2: number; y2: number; tone: Tone; isDashed?: boolean }
  | { kind: "rect"; x: number; y: number; width: number; height: number; tone: Tone }
  | { kind: "text"; x: number; y: number; text: string; tone: Tone };

/** Where a drawing lies: its two points and its third price, px; `findY` is the scale of prices. */
export type Place = {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  y3: number | null;
  width: number;
  findY: (price: number) => number | null;
  priceScale: number;
};

/** Shares of a move that it may retrace. */
const FIBONACCI_LEVELS = [0, 0.236, 0.382, 0.5, 0.618, 0.786, 1] as const;
/** From a line or box to its text, px. */
const TEXT_GAP = 4;

/** The shapes of a drawing. `texts`: the words of a position. */
export function listShapes(
  drawing: Drawing,
  place: Place,
  texts: { target: string; stop: string; empty: string },
): Shape[] {
  const { x1, y1, x2, y2 } = place;
  const line = { kind: "line", x1, y1, x2, y2, tone: "accent" } as const;
  switch (drawing.tool) {
    case "horizontal":
      return [{ ...line, x1: 0, x2: place.width, y2: y1 }];
    case "trend":
      return [line];
    case "ray":
      return [{ ...line, ...extend(place) }];
    case "channel":
      return place.y3 === null ? [line] : [line, ...listParallels(place, place.y3)];
    case "rectangle":
      return [box(place, y1, y2, "accent")];
    case "fibonacci":
      return [{ ...line, isDashed: true }, ...listLevels(drawing, place)];
    case "measure":
      return [
        box(place, y1, y2, "accent"),
        text(place, Math.min(y1, y2) - TEXT_GAP, describeMove(drawing, place)),
      ];
    case "position":
      return listPosition(drawing, place, texts);
    case "text":
      return [{ kind: "text", x: x1, y: y1, text: drawing.text || texts.empty, tone: "accent" }];
  }
}

/** From the first point through the second one to the edge of the pane. */
function extend({ x1, y1, x2, y2, width }: Place): { x2: number; y2: number } {
  if (x1 === x2) return { x2, y2: y2 < y1 ? 0 : y2 + width };
  const edge = x2 > x1 ? Math.max(width, x2) : Math.min(0, x2);
  return { x2: edge, y2: y1 + ((y2 - y1) * (edge - x1)) / (x2 - x1) };
}

function listParallels({ x1, y1, x2, y2 }: Place, y3: number): Shape[] {
  const shift = y3 - y1;
  const parallel = (by: number) =>
    ({ kind: "line", x1, y1: y1 + by, x2, y2: y2 + by, tone: "accent" }) as const;
  return [parallel(shift), { ...parallel(shift / 2), isDashed: true }];
}

/** The end of the move is 0, its start 1. */
function listLevels({ from, to }: Drawing, place: Place): Shape[] {
  const { x1, x2, findY, priceScale } = place;
  const [left, right] = [Math.min(x1, x2), Math.max(x1, x2)];
  return FIBONACCI_LEVELS.flatMap((level): Shape[] => {
    const price = to.price + (from.price - to.price) * level;
    const y = findY(price);
    if (y === null) return [];
    return [
      { kind: "line", x1: left, y1: y, x2: right, y2: y, tone: "accent" },
      {
        kind: "text",
        x: right + TEXT_GAP,
        y: y + TEXT_GAP,
        text: `${level} · ${formatFixed(price, priceScale)}`,
        tone: "accent",
      },
    ];
  });
}

/** Boxes from the entry to target and stop, each with its distance, and what is won for what is risked. */
function listPosition(drawing: Drawing, place: Place, texts: { target: string; stop: string }): Shape[] {
  const { y1, y2, y3, priceScale } = place;
  const [entry, target, stop] = [drawing.from.price, drawing.to.price, drawing.third];
  const distance = (price: number) =>
    `${formatFixed(price, priceScale)} · ${formatPercent((price - entry) / entry)}`;
  const shapes: Shape[] = [box(place, y1, y2, "up")];
  if (y3 !== null) shapes.push(box(place, y1, y3, "down"));
  const isAbove = y2 < y1;
  const atTarget = isAbove ? y2 - TEXT_GAP : y2 + 12;
  shapes.push({ ...text(place, atTarget, `${texts.target} ${distance(target)}`), tone: "up" });
  if (y3 === null || stop === undefined) return shapes;
  const atStop = isAbove ? y3 + 12 : y3 - TEXT_GAP;
  shapes.push({ ...text(place, atStop, `${texts.stop} ${distance(stop)}`), tone: "down" });
  if (stop !== entry) {
    const ratio = Math.abs(target - entry) / Math.abs(entry - stop);
    shapes.push(text(place, y1 - TEXT_GAP, `${formatFixed(ratio, 2)} R`));
  }
  return shapes;
}

function describeMove({ from, to }: Drawing, { priceScale }: Place): string {
  const move = to.price - from.price;
  const sign = move > 0 ? "+" : "";
  return `${sign}${formatFixed(move, priceScale)} · ${formatPercent(move / from.price)} · ${formatAge(Math.abs(to.timeMs - from.timeMs))}`;
}

function box({ x1, x2 }: Place, top: number, bottom: number, tone: Tone) {
  return {
    kind: "rect",
    x: Math.min(x1, x2),
    y: Math.min(top, bottom),
    width: Math.abs(x2 - x1),
    height: Math.abs(bottom - top),
    tone,
  } as const;
}

function text({ x1, x2 }: Place, y: number, content: string) {
  return { kind: "text", x: Math.min(x1, x2) + TEXT_GAP, y, text: content, tone: "accent" } as const;
}
