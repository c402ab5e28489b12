import "server-only";
import { findEntries } from "@/lib/db/journal/journal";
import { requireExports } from "@/lib/db/queries/require-exports";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import type { JournalMetricsQuery } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

/** A user's selected entries, read at one moment. @throws AppError `forbidden` if the tier has no exports */
export async function exportJournal(userId: string, query: JournalMetricsQuery): Promise<JournalEntryDto[]> {
  const { zone, band: _band, ...filter } = query;
  await requireExports(userId);
  return (await findEntries(await selectEntries(userId, filter, zone))).map(toEntryDto);
}
