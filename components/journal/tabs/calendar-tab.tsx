import { useLocale, useTranslations } from "next-intl";
import { CoachComments } from "@/components/journal/coach/coach-comments";
import { DayNoteForm } from "@/components/journal/day-note-form";
import { EntryTable } from "@/components/journal/entry-table";
import { JournalHeatmap } from "@/components/journal/journal-heatmap";
import { Screenshots } from "@/components/journal/screenshots";
import { ShareButton } from "@/components/share/share-button";
import { Amount } from "@/components/shell/amount";
import { Panel } from "@/components/shell/panel";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { CoachCommentDto } from "@/lib/schemas/coach";
import type { JournalFilter, JournalView } from "@/lib/schemas/journal";
import type { HeatmapDto, JournalEntryDto } from "@/lib/schemas/journal-responses";
import type { ScreenshotDto } from "@/lib/schemas/screenshots";

/** The calendar, and below it the trades that were closed on the chosen day, with its note. */
export function CalendarTab(props: {
  year: HeatmapDto;
  month: string;
  day: string | undefined;
  entries: readonly JournalEntryDto[];
  /** Of the chosen day. */
  note: string;
  /** Of coaches, on the chosen day. */
  comments: readonly CoachCommentDto[];
  /** Of the chosen day. */
  pictures: readonly ScreenshotDto[];
  notedDays: readonly string[];
  filter: JournalFilter;
  view: JournalView;
}) {
  const t = useTranslations("journal.page");
  const formats = formatsOf(useLocale());
  const { year, month, day, entries, note, comments, pictures, notedDays, filter, view } = props;
  const linkTo = (change: JournalView) =>
    `/journal${writeJournalQuery({ ...filter, ...view, tab: "calendar", ...change })}`;
  const cells = year.months.flatMap(({ weeks }) => weeks.flatMap(({ days }) => days));
  const chosen = cells.find((one) => one.day === day);
  return (
    <>
      <Panel title={t("calendar")} note={t("calendarNote")}>
        <JournalHeatmap
          year={year}
          month={month}
          chosen={day}
          noted={notedDays}
          linkTo={(to) => linkTo({ month: to, day: undefined })}
          linkToDay={(to) => linkTo({ month, day: to })}
        />
      </Panel>
      {day && (
        <Panel
          title={t("day", { day: formats.day(day) })}
          note={chosen && <Amount value={chosen.net} className="text-sm" />}
        >
          {entries.length > 0 ? (
            <EntryTable entries={entries} />
          ) : (
            <p className="py-4 text-center text-sm text-text-2">{t("noTradesOfDay")}</p>
          )}
          <CoachComments comments={comments} isOwn />
          <DayNoteForm key={`note ${day}`} day={day} note={note} />
          <Screenshots key={`pictures ${day}`} subject={{ day }} pictures={pictures} />
          {chosen && chosen.closed > 0 && (
            <ShareButton
              key={day}
              label={t("share", { day: formats.day(day) })}
              request={{ kind: "day", day }}
            />
          )}
        </Panel>
      )}
    </>
  );
}
