import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { Order } from "@/lib/core/engine/orders/order";
import { findOrderPosition, isReducing, type PortfolioState } from "@/lib/core/engine/state/state";
import { type LimitLock, rollLimits } from "@/lib/core/limits/limit-state";
import { listLimitLocks } from "@/lib/core/limits/list-limit-locks";

/** The locks of the trader's own limits at `nowMs`, the longest first. */
export function listLocksAt({ limits, balance }: PortfolioState, nowMs: number): LimitLock[] {
  const rolled = limits && rollLimits(limits, { nowMs, balance });
  return rolled === null ? [] : listLimitLocks(rolled, nowMs);
}

/**
 * Whether an own limit forbids the order. What reduces a position is always allowed; an addition to an open
 * position is no new trade.
 */
export function isLimited(state: PortfolioState, order: Order, nowMs: number): boolean {
  if (state.limits === null || isReducing(state, order)) return false;
  const position = findOrderPosition(state, order);
  const isNewTrade = position === null || position.qty > 0n !== (order.side === "buy");
  return listLocksAt(state, nowMs).some(({ cause }) => isNewTrade || cause !== "trades");
}

/** Ends an order that an own limit does not let open a position. */
export function withdrawLimited(draft: Draft, { id: orderId, status }: Order): void {
  if (status === "QUEUED") emit(draft, { type: "order-rejected", orderId, reason: "own_limit" });
  else emit(draft, { type: "order-cancelled", orderId, reason: "own_limit" });
}

/** Records each lock of an own limit once, when it begins or becomes longer. */
export function recordLimitLock(draft: Draft): void {
  const { state, context } = draft;
  if (state.limits === null || state.lock !== null) return;
  const { nowMs } = context;
  const [longest] = listLocksAt(state, nowMs);
  if (longest === undefined) return;
  const { lock } = state.limits;
  if (lock !== null && lock.cause === longest.cause && lock.untilMs === longest.untilMs) return;
  const rolled = rollLimits(state.limits, { nowMs, balance: state.balance });
  emit(draft, { type: "limit-locked", ...longest, day: (rolled ?? state.limits).day });
}
