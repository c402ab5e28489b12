/** What arrives later than this after it was sent is late, ms. */
const LATE_MS = 1_500;
/** A connection is slow once everything has been late for this long, ms. */
const SLOW_AFTER_MS = 15_000;

/**
 * Measures the connection by the stream itself: if it is too slow, events wait in buffers and all of them
 * arrive late. A single event in time shows that the buffers are empty.
 */
export class LineMeter {
  #lateSinceMs: number | null = null;
  #heardAtMs = 0;

  /** Records that something arrived at `nowMs`, `lagMs` after the server sent it. */
  record(lagMs: number, nowMs: number): void {
    // A pause between two connections is no measurement.
    const isInterrupted = nowMs - this.#heardAtMs > SLOW_AFTER_MS;
    this.#heardAtMs = nowMs;
    if (lagMs < LATE_MS) this.#lateSinceMs = null;
    else if (this.#lateSinceMs === null || isInterrupted) this.#lateSinceMs = nowMs;
  }

  get isSlow(): boolean {
    return this.#lateSinceMs !== null && this.#heardAtMs - this.#lateSinceMs >= SLOW_AFTER_MS;
  }
}
