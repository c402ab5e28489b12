import "server-only";
import { calculateDayStart, nextDay } from "@/lib/core/time-zone";
import { findBreakEvenBand } from "@/lib/db/journal/find-break-even-band";
import type { EntrySelection } from "@/lib/db/journal/journal";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { findZone } from "@/lib/journal/find-zone";
import type { JournalFilter } from "@/lib/schemas/journal";
import { ENTITLEMENTS } from "@/lib/schemas/products";

const DAY_MS = 86_400_000;

/**
 * The part of the journal that a user may see: the newest days for a free account, otherwise all of it. Days
 * in the filter are those of `zone`, or of the user's own.
 */
export async function selectEntries(
  userId: string,
  filter: JournalFilter,
  zone?: string,
): Promise<EntrySelection & { limitedToDays: number | null }> {
  const { journalDays } = ENTITLEMENTS[await findUserTier(userId)];
  const visibleFrom = journalDays === null ? null : new Date(Date.now() - journalDays * DAY_MS);
  return {
    userId,
    filter: await resolveDays(userId, filter, zone),
    visibleFrom,
    breakEvenBand: await findBreakEvenBand(userId),
    limitedToDays: journalDays,
  };
}

async function resolveDays(userId: string, filter: JournalFilter, asked?: string): Promise<JournalFilter> {
  const { from, to } = filter;
  if (!isDay(from) && !isDay(to)) return filter;
  const zone = await findZone(userId, asked);
  const startOf = (day: string) => new Date(calculateDayStart(day, zone)).toISOString();
  return { ...filter, from: isDay(from) ? startOf(from) : from, to: isDay(to) ? startOf(nextDay(to)) : to };
}

function isDay(moment: string | undefined): moment is string {
  return moment?.length === 10;
}
