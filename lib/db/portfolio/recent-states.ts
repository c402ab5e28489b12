import "server-only";
import type { StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";

const MAX_AGE_MS = 2_000;
const MAX_KEPT = 500;

type Entry = { stored: StoredPortfolio; atMs: number };

/**
 * Returns and removes the state that this process wrote last, so that the execution right after a submission,
 * or the next order of the same portfolio, needs no read. Another process may have written since: use it only
 * for a decision that is written conditionally on its `seq`.
 */
export function consumeRecentState(portfolioId: string): StoredPortfolio | null {
  const entries = getEntries();
  const entry = entries.get(portfolioId);
  entries.delete(portfolioId);
  return entry !== undefined && Date.now() - entry.atMs <= MAX_AGE_MS ? entry.stored : null;
}

/**
 * Caches the state that was just written, for a short time. Idempotency records are left out: the write
 * itself detects replayed requests.
 */
export function cacheRecentState(stored: StoredPortfolio): void {
  const entries = getEntries();
  const atMs = Date.now();
  entries.set(stored.state.id, { stored: { ...stored, idempotencyRecords: [] }, atMs });
  for (const [id, entry] of entries) {
    if (entries.size <= MAX_KEPT && atMs - entry.atMs <= MAX_AGE_MS) break;
    entries.delete(id);
  }
}

function getEntries(): Map<string, Entry> {
  return getProcessSingleton("recent-states", () => new Map<string, Entry>());
}
