import type { JournalFilter, JournalView } from "@/lib/schemas/journal";

/** The query string that holds a filter and a view: "?symbol=BTCUSDT&from=2026-11-01", or "" without any. */
export function writeJournalQuery(fields: JournalFilter & JournalView & { cursor?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : "";
}
