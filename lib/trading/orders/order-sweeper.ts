import "server-only";
import { PacedWork } from "@/lib/infra/paced-work";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";

/** Between two sweeps, in ms: an order has five seconds. */
const GAP_MS = 1_000;
/** Between two looks at the changes behind a gap, in ms: nearly always there is none. */
const CHANGES_GAP_MS = 500;

/** Sweeps the orders that wait, asked with the beats of the feed. */
export function createOrderSweeper(): PacedWork {
  return new PacedWork({ gapMs: GAP_MS, failure: "orders-not-swept", work: () => sweepOrders() });
}

/** Applies the changes that waited behind a gap, asked with each publish of the feed. */
export function createChangeSweeper(): PacedWork {
  return new PacedWork({ gapMs: CHANGES_GAP_MS, failure: "changes-not-swept", work: () => applyChanges() });
}
