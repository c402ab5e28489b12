import "server-only";
import { ThrottledTask } from "@/lib/infra/throttled-task";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { sweepPairs } from "@/lib/trading/orders/sweep-pairs";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";

/** Between two sweeps, in ms: an order expires after five seconds. */
const GAP_MS = 1_000;
/** Between two checks of pairs, in ms: both orders of one can be filled within it. */
const PAIRS_GAP_MS = 500;
/** Between two checks for deferred changes, in ms: nearly always there are none. */
const CHANGES_GAP_MS = 500;

/** Sweeps the queued orders; called with each publication of the feed. */
export function createOrderSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: GAP_MS, failure: "orders-not-swept", work: () => sweepOrders() });
}

/** Cancels what is left of pairs of orders; called with each publication of the feed. */
export function createPairSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: PAIRS_GAP_MS, failure: "pairs-not-swept", work: () => sweepPairs() });
}

/** Applies the deferred changes; called with each publication of the feed. */
export function createChangeSweeper(): ThrottledTask {
  return new ThrottledTask({
    gapMs: CHANGES_GAP_MS,
    failure: "changes-not-swept",
    work: () => applyChanges(),
  });
}
