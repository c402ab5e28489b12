import "server-only";
import { PacedWork } from "@/lib/infra/paced-work";
import { sweepOrders } from "@/lib/trading/sweep-orders";

/** Between two sweeps, in ms: an order has five seconds. */
const GAP_MS = 1_000;

/** Sweeps the orders that wait, asked with the beats of the feed. */
export function createOrderSweeper(): PacedWork {
  return new PacedWork({ gapMs: GAP_MS, failure: "orders-not-swept", work: () => sweepOrders() });
}
