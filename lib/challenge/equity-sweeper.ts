import "server-only";
import { sweepEquity } from "@/lib/challenge/sweep-equity";
import { ThrottledTask } from "@/lib/infra/throttled-task";

/** Between two sweeps, in ms. */
const GAP_MS = 100;

/** Sweeps the equity of challenges with the publications of the feed. */
export class EquitySweeper {
  readonly #symbols = new Set<string>();
  readonly #sweeps = new ThrottledTask({
    gapMs: GAP_MS,
    failure: "equity-not-swept",
    work: () => sweepEquity([...this.#symbols]),
  });

  /** Told of every publication with the symbols that the feed knows; waits for nothing. */
  take(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#symbols.add(symbol);
    this.#sweeps.ask();
  }

  /** Ends when the sweep that runs has ended. */
  finish(): Promise<void> {
    return this.#sweeps.finish();
  }
}
