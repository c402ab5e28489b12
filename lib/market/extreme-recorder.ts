import "server-only";
import { type SecondExtreme, storeExtremes } from "@/lib/db/price-extremes";
import { reportError } from "@/lib/infra/report-error";
import type { BeatPath } from "@/lib/market/beat-path";

const FLUSH_MS = 1_000;

/** Keeps the outermost marks of every second, for the excursions of trades; written once a second, in one statement. */
export class ExtremeRecorder {
  readonly #seconds = new Map<string, SecondExtreme>();
  #flushedMs = 0;
  #running: Promise<void> | null = null;

  /** Told of every beat; waits for nothing. */
  take(paths: readonly BeatPath[]): void {
    for (const { symbol, points } of paths) {
      for (const { last, mark, timeMs } of points) this.#note(symbol, mark ?? last, timeMs);
    }
    if (this.#running === null && Date.now() - this.#flushedMs >= FLUSH_MS) this.#flush();
  }

  /** Writes what is left. */
  async finish(): Promise<void> {
    await this.#running;
    this.#flush();
    await this.#running;
  }

  #note(symbol: string, price: string, timeMs: number): void {
    if (!(Number(price) > 0)) return;
    const startMs = Math.floor(timeMs / 1_000) * 1_000;
    const key = `${symbol} ${startMs}`;
    const held = this.#seconds.get(key);
    if (held === undefined) this.#seconds.set(key, { symbol, startMs, high: price, low: price });
    else if (Number(price) > Number(held.high)) held.high = price;
    else if (Number(price) < Number(held.low)) held.low = price;
  }

  #flush(): void {
    const extremes = [...this.#seconds.values()];
    this.#seconds.clear();
    this.#flushedMs = Date.now();
    this.#running = storeExtremes(extremes)
      .catch((error) => reportError("extremes-not-stored", error))
      .finally(() => {
        this.#running = null;
      });
  }
}
