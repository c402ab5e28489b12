import "server-only";

/** How long a message's time bounds the offset from below, in ms; longer than any pause of a whole feed. */
const MESSAGE_WINDOW_MS = 60_000;
/**
 * Number of newest responses that bound it from above, so that a clock adjustment is noticed within two
 * minutes.
 */
const RESPONSES_KEPT = 8;
/** Responses with a longer round trip are too inaccurate, in ms. */
const MAX_ROUND_TRIP_MS = 1_000;

/**
 * The venue's clock minus ours, in ms, bounded from both sides. A message was sent before it arrives: the
 * offset is at least its time minus our time of arrival. A response was made after its request was sent: the
 * offset is at most its time minus our time of sending. Between the two the higher bound is used: an order
 * that counts as accepted too late only waits a little longer, while one that counts as accepted too early
 * would be filled at a past price. A late feed therefore does not move the clock, and the error is at most
 * the fastest round trip of the window. Without a response our clock is assumed to be no slower than the
 * venue's, unless a message shows that it is.
 */
export class VenueClock {
  /** Highest difference (venue minus ours) in this window and in the previous one. */
  #seen = Number.NEGATIVE_INFINITY;
  #seenBefore = Number.NEGATIVE_INFINITY;
  #windowMs = 0;
  #offsetsMs: number[] = [];

  /** Records that a message with the venue's time `venueMs` arrived at `nowMs`. */
  recordMessage(venueMs: number, nowMs: number): void {
    if (nowMs - this.#windowMs >= MESSAGE_WINDOW_MS) {
      this.#seenBefore = this.#seen;
      this.#seen = Number.NEGATIVE_INFINITY;
      this.#windowMs = nowMs;
    }
    this.#seen = Math.max(this.#seen, venueMs - nowMs);
  }

  /**
   * Records a response with the venue's time `venueMs`: its request was sent at `sentMs` and it arrived at
   * `nowMs`.
   */
  recordResponse(response: { sentMs: number; venueMs: number; nowMs: number }): void {
    if (response.nowMs - response.sentMs > MAX_ROUND_TRIP_MS) return;
    this.#offsetsMs = [...this.#offsetsMs, response.venueMs - response.sentMs].slice(-RESPONSES_KEPT);
  }

  /** Milliseconds to add to our clock, an integer. */
  offsetMs(): number {
    const atLeast = Math.max(this.#seen, this.#seenBefore);
    const atMost = this.#offsetsMs.length > 0 ? Math.min(...this.#offsetsMs) : 0;
    return Math.ceil(Math.max(atLeast, atMost));
  }
}
