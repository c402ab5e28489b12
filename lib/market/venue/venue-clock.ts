import "server-only";

/** How long a message of the venue bounds the offset from below, in ms; longer than any pause of a whole feed. */
const MESSAGE_WINDOW_MS = 60_000;
/** Answers that bound it from above: the newest ones, so that a clock that was set shows within two minutes. */
const RESPONSES_KEPT = 8;
/** A response that took longer says too little of the moment at which it was made, in ms. */
const MAX_ROUND_TRIP_MS = 1_000;

/**
 * The venue's clock minus ours, in ms, bounded from both sides. A message that arrives was sent before: the offset is
 * at least its time minus ours at its arrival. A response was made after its request was sent: the offset is at most
 * its time minus ours at the sending. Between the two the higher bound is taken, since an order that counts as
 * accepted too late only waits a moment longer, and one that counts as accepted too early is filled from the past.
 * So a feed that is late does not move the clock, and the error is at most the fastest round trip of the window.
 * Without a response our clock is taken to be no slower than the venue's, unless a message proves that it is.
 */
export class VenueClock {
  /** Highest of venue minus ours in this window and in the one before. */
  #seen = Number.NEGATIVE_INFINITY;
  #seenBefore = Number.NEGATIVE_INFINITY;
  #windowMs = 0;
  #answers: number[] = [];

  /** A message of the venue's time `venueMs` arrived at `nowMs`. */
  noteMessage(venueMs: number, nowMs: number): void {
    if (nowMs - this.#windowMs >= MESSAGE_WINDOW_MS) {
      this.#seenBefore = this.#seen;
      this.#seen = Number.NEGATIVE_INFINITY;
      this.#windowMs = nowMs;
    }
    this.#seen = Math.max(this.#seen, venueMs - nowMs);
  }

  /** A request that was sent at `sentMs` was answered at `nowMs`, and the venue's clock then showed `venueMs`. */
  recordResponse(answer: { sentMs: number; venueMs: number; nowMs: number }): void {
    if (answer.nowMs - answer.sentMs > MAX_ROUND_TRIP_MS) return;
    this.#answers = [...this.#answers, answer.venueMs - answer.sentMs].slice(-RESPONSES_KEPT);
  }

  /** Whole ms to add to our clock. */
  offsetMs(): number {
    const atLeast = Math.max(this.#seen, this.#seenBefore);
    const atMost = this.#answers.length > 0 ? Math.min(...this.#answers) : 0;
    return Math.ceil(Math.max(atLeast, atMost));
  }
}
