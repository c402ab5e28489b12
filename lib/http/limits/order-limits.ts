import type { LimitName } from "@/lib/http/limits/rate-limits";

/** Requests that can only reduce risk have an allowance that neither reads nor new orders consume. */

/** The limit of a new order: one that only reduces lowers risk. */
export function limitOfOrder(order: { reduceOnly?: boolean | undefined }): LimitName {
  return order.reduceOnly === true ? "reduce-risk" : "order";
}

/** The limit of an amendment: moving a trigger alone moves a stop. */
export function limitOfAmendment(changes: {
  price?: string | undefined;
  qty?: string | undefined;
}): LimitName {
  return changes.price === undefined && changes.qty === undefined ? "reduce-risk" : "order";
}

/** The limit of a position change: its exits reduce risk, its leverage may not. */
export function limitOfPositionChange(changes: { leverage?: string | undefined }): LimitName {
  return changes.leverage === undefined ? "reduce-risk" : "order";
}

/** The limit of a margin change: adding reduces risk, removing does not. */
export function limitOfMarginChange({ amount }: { amount: string }): LimitName {
  return amount.startsWith("-") ? "order" : "reduce-risk";
}
