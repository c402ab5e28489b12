const FIRST_MS = 500;
const MAX_MS = 30_000;

/**
 * Pause before reconnection number `attempt` (from 0), in ms: doubles up to 30 s, of which a random half is
 * taken off so that browsers cut off together do not come back together.
 */
export function computeReconnectDelayMs(attempt: number, random: () => number = Math.random): number {
  const ceiling = Math.min(FIRST_MS * 2 ** attempt, MAX_MS);
  return Math.round(ceiling * (0.5 + random() / 2));
}
