import "server-only";

/** Growing pauses between attempts. */
export type Backoff = { nextMs: () => number; reset: () => void };

/**
 * Pauses that double from `firstMs` to `maxMs`, each moved by up to a quarter at random so that processes
 * that failed together do not come back together.
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
