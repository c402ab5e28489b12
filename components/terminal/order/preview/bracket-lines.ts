import type { OrderDraft } from "@/lib/client/orders/order-draft";
import { FIRST_DRAFT } from "@/lib/client/orders/order-draft";

/** A line of an order that is not sent yet. */
export type BracketLineId = "entry" | "stop" | "target";

/** The prices of the lines; null where there is none. Quote currency. */
export type BracketPrices = Record<BracketLineId, number | null>;

/** The field that the entry's line stands for; null where it follows the market (a trailing stop). */
export function findEntryField({ kind, hasLimit }: OrderDraft): "price" | "trigger" | null {
  if (kind === "trailing") return null;
  return kind === "market" || kind === "limit" || hasLimit ? "price" : "trigger";
}

/**
 * The form's fields after a line is moved to `price`. A moved stop or target is a price from then on, so that it
 * stays where it was dropped; it stays on its side of the entry, at least a tick away. A market order whose entry is
 * moved becomes a limit order.
 */
export function moveBracketLine(
  draft: OrderDraft,
  move: {
    line: BracketLineId;
    price: number;
    side: "buy" | "sell";
    prices: BracketPrices;
    tick: number;
    digits: number;
  },
): Partial<OrderDraft> {
  const { line, tick, digits } = move;
  // The average price of a market order may lie between two ticks.
  const text = (Math.round(clampPrice(draft, move) / tick) * tick).toFixed(digits);
  if (line === "stop") return { hasStops: true, stopBy: "price", stop: text };
  if (line === "target") return { hasStops: true, targetBy: "price", target: text };
  const field = findEntryField(draft);
  if (field === null) return {};
  return { ...(draft.kind === "market" && { kind: "limit" as const }), [field]: text };
}

/** The form's fields with a stop or target at its usual distance. */
export function addBracketLine(line: "stop" | "target"): Partial<OrderDraft> {
  const { stopBy, stop, targetBy, target } = FIRST_DRAFT;
  return { hasStops: true, ...(line === "stop" ? { stopBy, stop } : { targetBy, target }) };
}

function clampPrice(draft: OrderDraft, move: Parameters<typeof moveBracketLine>[1]): number {
  const { line, price, side, prices, tick } = move;
  const { entry, stop, target } = prices;
  const isUp = side === "buy";
  const above = (floor: number | null) => (floor === null ? tick : floor + tick);
  const below = (ceiling: number | null) => (ceiling === null ? Number.POSITIVE_INFINITY : ceiling - tick);
  if (line !== "entry") {
    const liesAbove = (line === "target") === isUp;
    return liesAbove ? Math.max(price, above(entry)) : Math.max(Math.min(price, below(entry)), tick);
  }
  // A distance moves with the entry; a price does not.
  const fixedStop = draft.stopBy === "price" ? stop : null;
  const fixedTarget = draft.targetBy === "price" ? target : null;
  const [low, high] = isUp ? [fixedStop, fixedTarget] : [fixedTarget, fixedStop];
  return Math.min(Math.max(price, above(low)), below(high));
}
