import "server-only";
import { PacedWork } from "@/lib/infra/paced-work";
import { sweepEquity } from "@/lib/challenge/sweep-equity";

/** Between two sweeps, in ms. */
const GAP_MS = 100;

/** Sweeps the equity of challenges with the beats of the feed. */
export class EquitySweeper {
  readonly #symbols = new Set<string>();
  readonly #sweeps = new PacedWork({
    gapMs: GAP_MS,
    failure: "equity-not-swept",
    work: () => sweepEquity([...this.#symbols]),
  });

  /** Told of every beat with the symbols that the feed knows; waits for nothing. */
  take(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#symbols.add(symbol);
    this.#sweeps.ask();
  }

  /** Ends when the sweep that runs has ended. */
  finish(): Promise<void> {
    return this.#sweeps.finish();
  }
}
