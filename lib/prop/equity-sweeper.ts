import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { sweepEquity } from "@/lib/prop/sweep-equity";

/** Sweeps with the beats of the feed: one sweep at a time, and another as soon as prices have moved since. */
export class EquitySweeper {
  #symbols = new Set<string>();
  #running: Promise<void> | null = null;

  /** Told of every beat with the symbols that the feed knows; waits for nothing. */
  take(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#symbols.add(symbol);
    this.#running ??= this.#sweep().finally(() => {
      this.#running = null;
    });
  }

  /** Ends when the sweep that runs has ended. */
  async finish(): Promise<void> {
    await this.#running;
  }

  async #sweep(): Promise<void> {
    await sweepEquity([...this.#symbols]).catch((error) => reportError("equity-not-swept", error));
  }
}
