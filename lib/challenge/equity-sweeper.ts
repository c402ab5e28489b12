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

  /** Called with every publication and the symbols of the feed; does not block. */
  consume(symbols: readonly string[]): void {
    for (const symbol of symbols) this.#symbols.add(symbol);
    this.#sweeps.ask();
  }

  /** Resolves when the running sweep has ended. */
  finish(): Promise<void> {
    return this.#sweeps.finish();
  }
}
