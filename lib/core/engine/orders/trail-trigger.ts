import type { Price } from "@/lib/core/decimal";

/** Trigger of an active trailing stop, else null. */
export function trailTrigger(order: {
  side: "buy" | "sell";
  trail: { extreme: Price | null; distance: Price } | null;
}): Price | null {
  const trail = order.trail;
  if (trail === null || trail.extreme === null) return null;
  const price = order.side === "sell" ? trail.extreme - trail.distance : trail.extreme + trail.distance;
  return price as Price;
}
