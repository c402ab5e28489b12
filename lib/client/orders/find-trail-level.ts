import { formatDecimal, parsePrice } from "@/lib/core/decimal";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";

/**
 * The price at which a trailing stop triggers now, as decimal text. `last` moves it where it is better than every
 * price that the server has seen. Null for other orders, and while the stop waits for its activation.
 */
export function findTrailLevel({ side, trail }: Pick<OrderDto, "side" | "trail">, last: string | null) {
  if (trail === null || trail.extreme === null) return null;
  const seen = parsePrice(trail.extreme);
  const newest = last === null ? seen : parsePrice(last);
  const isBetter = side === "sell" ? newest > seen : newest < seen;
  const level = trailTrigger({
    side,
    trail: { distance: parsePrice(trail.distance), extreme: isBetter ? newest : seen },
  });
  return level === null ? null : formatDecimal(level);
}
