import "server-only";

/** Growing pauses between attempts. */
export type Backoff = { nextMs: () => number; reset: () => void };

/**
 * Delays that double from `firstMs` to `maxMs`, each with a random jitter of up to a quarter, so that
 * processes that failed together do not retry together.
 */
export function createBackoff(options: { firstMs: number; maxMs: number }): Backoff {
  let attempts = 0;
  return {
    nextMs: () => {
      const base = Math.min(options.firstMs * 2 ** attempts, options.maxMs);
      attempts += 1;
      return Math.round(base * (0.75 + Math.random() / 2));
    },
    reset: () => {
      attempts = 0;
    },
  };
}
