import "server-only";
import { nameDay } from "@/lib/core/time-zone";
import { exportJournal } from "@/lib/journal/export-journal";
import { findZone } from "@/lib/journal/find-zone";
import { measureJournal } from "@/lib/journal/measure-journal";
import { composeReport } from "@/lib/journal/report/compose-report";
import type { JournalMetricsQuery } from "@/lib/schemas/journal";

const DAY_LENGTH = 10;

/** The report of a user's selected trades as PDF. @throws AppError `forbidden` if the tier has no exports */
export async function writeReport(
  userId: string,
  query: JournalMetricsQuery,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await exportJournal(userId, query);
  const [metrics, zone] = await Promise.all([measureJournal(userId, query), findZone(userId, query.zone)]);
  const toDay = (moment: string | undefined) => {
    if (moment === undefined) return null;
    return moment.length === DAY_LENGTH ? moment : nameDay(Date.parse(moment), zone);
  };
  return composeReport({
    metrics,
    entries,
    from: toDay(query.from),
    to: toDay(query.to),
    nowMs: Date.now(),
  });
}
