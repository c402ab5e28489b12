import "server-only";
import { findEntries } from "@/lib/db/journal/journal";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import { AppError } from "@/lib/schemas/api-error";
import type { JournalMetricsQuery } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";
import { ENTITLEMENTS } from "@/lib/schemas/products";

/** A user's selected entries, read at one moment. @throws AppError `forbidden` if the tier has no exports */
export async function exportJournal(userId: string, query: JournalMetricsQuery): Promise<JournalEntryDto[]> {
  const { zone, band: _band, ...filter } = query;
  if (!ENTITLEMENTS[await findUserTier(userId)].exports) {
    throw new AppError("forbidden", "Exports are part of Pro and Elite.", { upgrade: true });
  }
  return (await findEntries(await selectEntries(userId, filter, zone))).map(toEntryDto);
}
