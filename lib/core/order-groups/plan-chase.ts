import { add, type Decimal, isMultipleOf, max, min, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import { type Instrument, selectMinQty } from "@/lib/core/engine/positions/instrument";

export const MAX_CHASE_MINUTES = 1_440;

export type ChaseProblem = "duration" | "distance" | "qty_off_step" | "too_small";

/** `ended`: it is filled or its time is over; `stopped`: by the trader; `rejected`: its order was, for good. */
export const CHASE_STATUSES = ["active", "ended", "stopped", "rejected"] as const;
export type ChaseStatus = (typeof CHASE_STATUSES)[number];

/** Prefix of the id of a chase's order; no client can choose such an id. */
export const CHASE_PREFIX = "chase:";

/** Id of the limit order of a chase. */
export function chaseOrderId(id: string): string {
  return CHASE_PREFIX + id;
}

/** Whether an order belongs to a chase. */
export function isChaseOrder(orderId: string): boolean {
  return orderId.startsWith(CHASE_PREFIX);
}

/** The terms of a chase. `distance`: from the best price at the start to the limit, in quote currency. */
export type ChaseTerms = { side: Side; qty: Qty; distance: Price; minutes: number };

/** What prevents a chase that begins at `best`; null where it can begin. */
export function findChaseProblem(
  { side, qty, distance, minutes }: ChaseTerms,
  best: Price,
  instrument: Pick<Instrument, "qtyStep" | "minQty" | "minNotional" | "tickSize">,
): ChaseProblem | null {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MAX_CHASE_MINUTES) return "duration";
  const isOffTick = distance <= 0n || !isMultipleOf(distance, instrument.tickSize);
  if (isOffTick || calculateChaseLimit(side, best, distance) <= 0n) return "distance";
  if (qty <= 0n || !isMultipleOf(qty, instrument.qtyStep)) return "qty_off_step";
  return qty < selectMinQty(instrument, best) ? "too_small" : null;
}

/** The price beyond which the order does not follow: `distance` against the trader from the best price. */
export function calculateChaseLimit(side: Side, best: Price, distance: Price): Price {
  return (side === "buy" ? add<Decimal>(best, distance) : sub<Decimal>(best, distance)) as Price;
}

/** The price of the order: the best one of its side of the book, not beyond the limit. */
export function calculateChasePrice(side: Side, best: Price, limit: Price): Price {
  return side === "buy" ? min(best, limit) : max(best, limit);
}
