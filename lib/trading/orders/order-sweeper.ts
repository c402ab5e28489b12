import "server-only";
import { ThrottledTask } from "@/lib/infra/throttled-task";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";

/** Between two sweeps, in ms: an order has five seconds. */
const GAP_MS = 1_000;
/** Between two looks at the changes behind a gap, in ms: nearly always there is none. */
const CHANGES_GAP_MS = 500;

/** Sweeps the orders that wait, asked with the publications of the feed. */
export function createOrderSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: GAP_MS, failure: "orders-not-swept", work: () => sweepOrders() });
}

/** Applies the changes that waited behind a gap, asked with each publish of the feed. */
export function createChangeSweeper(): ThrottledTask {
  return new ThrottledTask({
    gapMs: CHANGES_GAP_MS,
    failure: "changes-not-swept",
    work: () => applyChanges(),
  });
}
