import { type AlertDirection, isWanted } from "@/lib/core/alerts/alert";
import { type Decimal, ONE, type Price, ratio, sub } from "@/lib/core/decimal";

/** A move: its direction, and its size as a fraction of the price that it began at. */
export type Move = { way: "up" | "down"; size: Decimal };

/**
 * The larger move of `price` against the lowest and the highest price of a window, in a direction that is
 * waited for; null where there is none. A rise is measured from the lowest price, a fall from the highest.
 */
export function measureMove(
  price: Price,
  range: { low: Price; high: Price },
  direction: AlertDirection,
): Move | null {
  if (range.low <= 0n || price <= 0n) return null;
  const rise: Move = { way: "up", size: sub(ratio(price, range.low), ONE) };
  const fall: Move = { way: "down", size: sub(ONE, ratio(price, range.high)) };
  const moves = [rise, fall].filter(({ way, size }) => size > 0n && isWanted(direction, way));
  return moves.sort((a, b) => (a.size > b.size ? -1 : 1))[0] ?? null;
}
