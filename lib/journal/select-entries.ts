import "server-only";
import { findTier } from "@/lib/db/entitlements";
import type { EntrySelection } from "@/lib/db/journal";
import type { JournalFilter } from "@/lib/schemas/journal";
import { ENTITLEMENTS } from "@/lib/schemas/products";

const DAY_MS = 86_400_000;

/** What a user may see of the journal: a free account the newest days, others all of it. */
export async function selectEntries(
  userId: string,
  filter: JournalFilter,
): Promise<EntrySelection & { limitedToDays: number | null }> {
  const { journalDays } = ENTITLEMENTS[await findTier(userId)];
  const visibleFrom = journalDays === null ? null : new Date(Date.now() - journalDays * DAY_MS);
  return { userId, filter, visibleFrom, limitedToDays: journalDays };
}
