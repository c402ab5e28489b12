import "server-only";
import { type SecondRange, savePriceRanges } from "@/lib/db/market/price-ranges";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { PublishedPath } from "@/lib/market/ingest/published-path";

const FLUSH_MS = 1_000;

/**
 * Records the lowest and highest mark of every second, for the excursions of trades; written once a second,
 * in one statement.
 */
export class PriceRangeRecorder {
  readonly #seconds = new Map<string, SecondRange>();
  #flushedMs = 0;
  #running: Promise<void> | null = null;

  /** Called with every publication; does not block. */
  record(paths: readonly PublishedPath[]): void {
    for (const { symbol, points } of paths) {
      for (const { last, mark, timeMs } of points) this.#record(symbol, mark ?? last, timeMs);
    }
    if (this.#running === null && Date.now() - this.#flushedMs >= FLUSH_MS) this.#flush();
  }

  /** Writes the remaining ranges. */
  async finish(): Promise<void> {
    await this.#running;
    this.#flush();
    await this.#running;
  }

  #record(symbol: string, price: string, timeMs: number): void {
    if (!(Number(price) > 0)) return;
    const startMs = Math.floor(timeMs / 1_000) * 1_000;
    const key = `${symbol} ${startMs}`;
    const known = this.#seconds.get(key);
    if (known === undefined) this.#seconds.set(key, { symbol, startMs, high: price, low: price });
    else if (Number(price) > Number(known.high)) known.high = price;
    else if (Number(price) < Number(known.low)) known.low = price;
  }

  #flush(): void {
    const ranges = [...this.#seconds.values()];
    this.#seconds.clear();
    this.#flushedMs = Date.now();
    this.#running = savePriceRanges(ranges)
      .catch((error) => reportError("price-ranges-not-saved", error))
      .finally(() => {
        this.#running = null;
      });
  }
}
