import "server-only";
import type { StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

const MAX_AGE_MS = 2_000;
const MAX_KEPT = 500;

type Entry = { stored: StoredPortfolio; atMs: number };

/**
 * What this process wrote a moment ago, so that the execution right after a submission needs no read, nor the next
 * order of someone quick. Someone else may have written since: only a decision that is written on top of it, under
 * its `seq`, may rely on it.
 */
export function consumeRecentState(portfolioId: string): StoredPortfolio | null {
  const entries = getEntries();
  const entry = entries.get(portfolioId);
  entries.delete(portfolioId);
  return entry !== undefined && Date.now() - entry.atMs <= MAX_AGE_MS ? entry.stored : null;
}

/** Keeps what was just written, for a moment. The idempotencyRecords are left out: the write itself says who was here before. */
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
