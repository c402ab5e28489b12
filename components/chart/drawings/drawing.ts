import { createPersisted, type Persisted } from "@/lib/client/persisted";

/** A point of the chart: ms and quote currency. */
export type ChartPoint = { timeMs: number; price: number };

export type DrawingTool = "horizontal" | "trend" | "rectangle";

/** One drawing. A horizontal line uses only its first point. */
export type Drawing = { id: string; tool: DrawingTool; from: ChartPoint; to: ChartPoint };

const stores = new Map<string, Persisted<readonly Drawing[]>>();

/** The drawings of one user on one symbol, kept in this browser. */
export function getDrawings(owner: { userId: string; symbol: string }): Persisted<readonly Drawing[]> {
  const key = `tz:drawings:${owner.userId}:${owner.symbol}`;
  const known = stores.get(key);
  if (known) return known;
  const made = createPersisted<readonly Drawing[]>({
    key,
    initial: [],
    parse: (stored) => (Array.isArray(stored) ? stored.filter(isDrawing) : []),
  });
  stores.set(key, made);
  return made;
}

function isDrawing(one: unknown): one is Drawing {
  if (typeof one !== "object" || one === null) return false;
  const { id, tool, from, to } = one as Partial<Drawing>;
  const isTool = tool === "horizontal" || tool === "trend" || tool === "rectangle";
  return typeof id === "string" && isTool && isPoint(from) && isPoint(to);
}

function isPoint(one: unknown): one is ChartPoint {
  if (typeof one !== "object" || one === null) return false;
  const { timeMs, price } = one as Partial<ChartPoint>;
  return Number.isFinite(timeMs) && Number.isFinite(price);
}
