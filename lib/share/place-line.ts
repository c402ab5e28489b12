import type { ShareFacts } from "@/lib/schemas/sharing/share";

const WIDTH = 600;
const HEIGHT = 180;
const PAD = 6;
const ENTRY = "#22d3ee";
const EXIT = "#fbbf24";

/** Shared facts that have a line. */
export type DrawnFacts = Extract<ShareFacts, { kind: "trade" | "curve" }>;

/** A shared line on a sheet of `width` by `height`: its points as SVG text, and the marks of entry and exit. */
export type PlacedLine = {
  width: number;
  height: number;
  points: string;
  marks: { x: string; y: string; color: string }[];
};

/** Places the line of shared facts; null where there are fewer than two points. */
export function placeLine(facts: ShareFacts): PlacedLine | null {
  if (facts.kind !== "trade" && facts.kind !== "curve") return null;
  const { line } = facts;
  if (line.length < 2) return null;
  const [low, high] = [Math.min(...line), Math.max(...line)];
  const x = (part: number) => (PAD + part * (WIDTH - 2 * PAD)).toFixed(1);
  const y = (value: number) => {
    const inside = Math.min(high, Math.max(low, value));
    return (PAD + ((high - inside) / (high - low || 1)) * (HEIGHT - 2 * PAD)).toFixed(1);
  };
  return {
    width: WIDTH,
    height: HEIGHT,
    points: line.map((value, index) => `${x(index / (line.length - 1))},${y(value)}`).join(" "),
    marks:
      facts.kind === "curve"
        ? []
        : [
            { x: x(facts.entryAt), y: y(Number(facts.entry)), color: ENTRY },
            { x: x(facts.exitAt), y: y(Number(facts.exit)), color: EXIT },
          ],
  };
}
