import "server-only";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * Work that is requested more often than it should run: one run at a time, with a gap of `gapMs` in between
 * that is at least as long as the last run took, so that it never saturates a connection. Errors are reported
 * as `failure`.
 */
export class ThrottledTask {
  readonly #options: { gapMs: number; failure: string; work: () => Promise<unknown> };
  #running: Promise<void> | null = null;
  #nextMs = 0;

  constructor(options: { gapMs: number; failure: string; work: () => Promise<unknown> }) {
    this.#options = options;
  }

  /** Requests a run; does not block. */
  ask(): void {
    if (Date.now() < this.#nextMs) return;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when the current run has ended. */
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
