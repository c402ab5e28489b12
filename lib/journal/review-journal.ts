import "server-only";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { compareWeek, findExtremes } from "@/lib/core/journal/compare-week";
import { askAboutWeek, reviewWeek } from "@/lib/core/journal/review-week";
import { calculateDayStart } from "@/lib/core/time-zone";
import { countLimitEvents } from "@/lib/db/journal/count-limit-events";
import { findEntries, findFirstClose, type JournalRow } from "@/lib/db/journal/journal";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import { findZone } from "@/lib/journal/find-zone";
import { formatQuestion, formatReview } from "@/lib/journal/format-review";
import { readTrade, toEntryDto, toFigureDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import type { ReviewDto } from "@/lib/schemas/journal-responses";
import type { LocaleTag } from "@/lib/schemas/locale";

const WEEK_MS = 7 * 86_400_000;
/** The weeks that a week is compared with: so many weeks back. */
const WEEKS_BACK = [1, 2, 3, 4];

/**
 * A review of the week that begins on the Monday `week`, in the requested zone or the user's own: in text, beside the
 * weeks before, and with one question, in the language
 * `locale`. The page and the mail show the same.
 */
export async function reviewJournal(
  userId: string,
  query: { week: string; portfolioId?: string; zone?: string },
  locale: LocaleTag,
): Promise<ReviewDto> {
  const zone = await findZone(userId, query.zone);
  const { week, portfolioId } = query;
  const startOf = (weeks: number) => new Date(calculateDayStart(addWeeks(week, weeks), zone));
  const [start, to] = [startOf(0), startOf(1)];
  const filter = { portfolioId, from: startOf(-WEEKS_BACK.length).toISOString(), to: to.toISOString() };
  const selection = await selectEntries(userId, filter);
  const { visibleFrom, breakEvenBand } = selection;
  const from = visibleFrom && visibleFrom > start ? visibleFrom : start;
  const window = { userId, portfolioId, from, to };
  const [rows, firstClose, limits] = await Promise.all([
    findEntries(selection),
    findFirstClose(userId, portfolioId),
    from < to ? countLimitEvents(window) : { held: 0, locked: 0 },
  ]);
  // A week that is visible in part, or that ended before the first trade, would distort the mean.
  const weeks = WEEKS_BACK.filter((back) => {
    const isVisible = visibleFrom === null || startOf(-back) >= visibleFrom;
    return isVisible && firstClose !== null && startOf(1 - back) > firstClose;
  }).length;
  const trades = rows.filter(({ closedAt }) => closedAt >= start).map(readWithRow);
  const before = rows
    .filter(({ closedAt }) => closedAt >= startOf(-weeks) && closedAt < start)
    .map(readTrade);
  const translate = await createPageTranslator(locale, "journal.review");
  const formats = formatsOf(locale);
  const facts = reviewWeek(trades, { zone, breakEvenBand, limits });
  const { best, worst } = findExtremes(trades);
  return {
    week,
    zone,
    sentences: facts.map((fact) => formatReview(fact, translate, formats)),
    comparison: {
      weeks,
      figures: compareWeek(trades, { trades: before, weeks }, breakEvenBand).map((one) => ({
        name: one.name,
        week: toFigureDto(one.week),
        before: toFigureDto(one.before),
      })),
    },
    best: best && toReviewedTrade(best.row),
    worst: worst && toReviewedTrade(worst.row),
    question: formatQuestion(askAboutWeek(facts), translate),
  };
}

function addWeeks(day: string, weeks: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + weeks * WEEK_MS).toISOString().slice(0, 10);
}

function readWithRow(row: JournalRow) {
  return { ...readTrade(row), row };
}

function toReviewedTrade(row: JournalRow): NonNullable<ReviewDto["best"]> {
  const { id, symbol, side, net, closedAt } = toEntryDto(row);
  return { id, symbol, side, net, closedAt };
}
