import "server-only";
import { nameDay } from "@/lib/core/time-zone";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import { exportJournal } from "@/lib/journal/export-journal";
import { findZone } from "@/lib/journal/find-zone";
import { measureJournal } from "@/lib/journal/measure-journal";
import { composeReport } from "@/lib/journal/report/compose-report";
import type { JournalMetricsQuery } from "@/lib/schemas/journal";
import type { LocaleTag } from "@/lib/schemas/locale";

const DAY_LENGTH = 10;

/** The report of a user's selected trades as PDF. @throws AppError `forbidden` if the tier has no exports */
export async function writeReport(
  userId: string,
  query: JournalMetricsQuery,
  locale: LocaleTag,
): Promise<Uint8Array<ArrayBuffer>> {
  const entries = await exportJournal(userId, query);
  const [metrics, zone] = await Promise.all([measureJournal(userId, query), findZone(userId, query.zone)]);
  const toDay = (moment: string | undefined) => {
    if (moment === undefined) return null;
    return moment.length === DAY_LENGTH ? moment : nameDay(Date.parse(moment), zone);
  };
  const input = { metrics, entries, from: toDay(query.from), to: toDay(query.to), nowMs: Date.now() };
  return composeReport(input, await createPageTranslator(locale, "journal"), locale);
}
