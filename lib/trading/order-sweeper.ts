import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { sweepOrders } from "@/lib/trading/sweep-orders";

/** Between two sweeps, in ms: an order has five seconds. */
const GAP_MS = 1_000;

/** Sweeps the orders that wait, with the beats of the feed and one sweep at a time. */
export class OrderSweeper {
  #running: Promise<void> | null = null;
  #nextMs = 0;

  /** Told of every beat; waits for nothing. */
  take(): void {
    if (Date.now() < this.#nextMs) return;
    this.#running ??= this.#sweep().finally(() => {
      this.#running = null;
    });
  }

  /** Ends when the sweep that runs has ended. */
  async finish(): Promise<void> {
    await this.#running;
  }

  async #sweep(): Promise<void> {
    await sweepOrders().catch((error) => reportError("orders-not-swept", error));
    this.#nextMs = Date.now() + GAP_MS;
  }
}
