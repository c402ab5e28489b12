import "server-only";
import { ThrottledTask } from "@/lib/infra/throttled-task";
import { sweepChases } from "@/lib/trading/orders/sweep-chases";
import { sweepDisconnected } from "@/lib/trading/orders/sweep-disconnected";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { sweepTwaps } from "@/lib/trading/orders/sweep-twaps";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";

/** Between two sweeps, in ms: an order expires after five seconds. */
const GAP_MS = 1_000;
/** Between two checks for orders of TWAPs that are due, in ms. */
const TWAPS_GAP_MS = 500;
/** Between two moves of the orders of chases, in ms: each move is an event of the portfolio. */
const CHASES_GAP_MS = 1_000;
/** Between two checks for deferred changes, in ms: nearly always there are none. */
const CHANGES_GAP_MS = 500;

/** Sweeps the queued orders; called with each publication of the feed. */
export function createOrderSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: GAP_MS, failure: "orders-not-swept", work: () => sweepOrders() });
}

/** Sends the orders of TWAPs; called with each publication of the feed. */
export function createTwapSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: TWAPS_GAP_MS, failure: "twaps-not-swept", work: () => sweepTwaps() });
}

/** Cancels the orders of programs that have lost their sockets; called with each publication of the feed. */
export function createDisconnectSweeper(): ThrottledTask {
  return new ThrottledTask({
    gapMs: GAP_MS,
    failure: "disconnected-not-swept",
    work: () => sweepDisconnected(),
  });
}

/** Moves the orders of chases; called with each publication of the feed. */
export function createChaseSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: CHASES_GAP_MS, failure: "chases-not-swept", work: () => sweepChases() });
}

/** Applies the deferred changes; called with each publication of the feed. */
export function createChangeSweeper(): ThrottledTask {
  return new ThrottledTask({
    gapMs: CHANGES_GAP_MS,
    failure: "changes-not-swept",
    work: () => applyChanges(),
  });
}
