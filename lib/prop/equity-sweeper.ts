import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { sweepEquity } from "@/lib/prop/sweep-equity";

/** Between two sweeps, in ms; at least as long as the last one took, so that they never fill a connection. */
const GAP_MS = 100;

/** Sweeps with the beats of the feed, one sweep at a time. */
export class EquitySweeper {
  #symbols = new Set<string>();
  #running: Promise<void> | null = null;
  #nextMs = 0;

  /** Told of every beat with the symbols that the feed knows; waits for nothing. */
  take(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#symbols.add(symbol);
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
    const startedMs = Date.now();
    await sweepEquity([...this.#symbols]).catch((error) => reportError("equity-not-swept", error));
    this.#nextMs = Date.now() + Math.max(GAP_MS, Date.now() - startedMs);
  }
}
