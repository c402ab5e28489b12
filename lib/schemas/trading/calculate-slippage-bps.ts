import type { FillDto } from "@/lib/schemas/trading/trading-responses";

/** How far a fill was from the middle of the book, in basis points against the trader; null without a book. */
export function calculateSlippageBps(fill: Pick<FillDto, "side" | "price" | "midPrice">): number | null {
  if (fill.midPrice === null) return null;
  const mid = Number(fill.midPrice);
  const distance = (Number(fill.price) / mid - 1) * 10_000;
  return fill.side === "buy" ? distance : -distance;
}
