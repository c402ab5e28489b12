import type { JournalFilter } from "@/lib/schemas/journal";

/** The query string that holds a filter: "?symbol=BTCUSDT&from=2026-11-01", or "" without a filter. */
export function writeJournalQuery(filter: JournalFilter & { month?: string; cursor?: string }): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value) query.set(name, String(value));
  return query.size > 0 ? `?${query}` : "";
}
