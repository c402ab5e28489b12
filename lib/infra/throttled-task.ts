import "server-only";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * Work that is asked for more often than it should be done: one at a time, with a gap of `gapMs` in between that is at
 * least as long as the last one took, so that it never fills a connection. What it throws is reported as `failure`.
 */
export class ThrottledTask {
  readonly #options: { gapMs: number; failure: string; work: () => Promise<unknown> };
  #running: Promise<void> | null = null;
  #nextMs = 0;

  constructor(options: { gapMs: number; failure: string; work: () => Promise<unknown> }) {
    this.#options = options;
  }

  /** Waits for nothing. */
  ask(): void {
    if (Date.now() < this.#nextMs) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Ends when what runs has ended. */
  async finish(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    const { gapMs, failure, work } = this.#options;
    const startedMs = Date.now();
    await work().catch((error) => reportError(failure, error));
    this.#nextMs = Date.now() + Math.max(gapMs, Date.now() - startedMs);
  }
}
