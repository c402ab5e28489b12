import type { OrderKind } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";

/** The price fields of an order, as requests name them. */
type PriceField = "price" | "trigger" | "trail";

/** The price fields of each kind. A market order's price is the one at which its margin is reserved. */
const FIELDS: Record<OrderKind, readonly PriceField[]> = {
  market: ["price"],
  limit: ["price"],
  "stop-market": ["trigger"],
  "stop-limit": ["price", "trigger"],
  "take-profit-market": ["trigger"],
  "take-profit-limit": ["price", "trigger"],
  "trailing-stop": ["trail"],
};

const REASONS = {
  price: "price_not_allowed",
  trigger: "trigger_not_allowed",
  trail: "trail_not_allowed",
} as const satisfies Record<PriceField, RejectReason>;

/** The rejection reason for a price field of `given` that the kind does not have, or null. */
export function findForeignField(
  kind: OrderKind,
  given: Partial<Record<PriceField, unknown>>,
): RejectReason | null {
  for (const field of ["price", "trigger", "trail"] as const) {
    const isGiven = given[field] !== null && given[field] !== undefined;
    if (isGiven && !FIELDS[kind].includes(field)) return REASONS[field];
  }
  return null;
}
