import "server-only";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import type { ComparedFigure } from "@/lib/core/journal/compare-week";
import { nextDay } from "@/lib/core/time-zone";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import { reviewJournal } from "@/lib/journal/review-journal";
import type { ComposedMail } from "@/lib/mails/compose-mail";
import type { FigureDto, ReviewDto } from "@/lib/schemas/journal-responses";
import type { LocaleTag } from "@/lib/schemas/locale";

/**
 * The review of the week that begins on the Monday `week`, as the journal's page has it, in a language; null for a trader who has not
 * traded in the weeks that it shows.
 */
export async function composeWeeklyReview(
  userId: string,
  week: string,
  locale: LocaleTag,
): Promise<ComposedMail | null> {
  const review = await reviewJournal(userId, { week }, locale);
  const trades = review.comparison.figures.find(({ name }) => name === "trades");
  if (review.best === null && !(Number(trades?.before.value) > 0)) return null;
  const sunday = Array.from({ length: 6 }).reduce<string>((day) => nextDay(day), week);
  const t = await createPageTranslator(locale, "mails");
  const formats = formatsOf(locale);
  return {
    subject: t("weekly.subject", { from: formats.day(week), to: formats.day(sunday) }),
    text: [
      review.sentences.join("\n"),
      compare(review, t, formats),
      nameTrades(review, t, formats),
      review.question,
    ]
      .filter((part) => part !== "")
      .join("\n\n"),
    path: "/journal",
  };
}

function compare(
  { comparison: { weeks, figures } }: ReviewDto,
  t: Translate<"mails">,
  formats: Formats,
): string {
  if (weeks === 0) return "";
  const lines = figures.map(({ name, week, before }) =>
    t("weekly.figure", {
      name: t(`weekly.names.${name}`),
      week: show(name, week, formats) ?? t("weekly.none"),
      before: show(name, before, formats) ?? t("weekly.none"),
    }),
  );
  return [t("weekly.before", { weeks }), ...lines].join("\n");
}

function nameTrades({ best, worst }: ReviewDto, t: Translate<"mails">, formats: Formats): string {
  const name = (key: "best" | "only" | "worst", trade: ReviewDto["best"]) => {
    if (trade === null) return [];
    const { symbol, side, net } = trade;
    return [t(`weekly.${key}`, { symbol, side, net: formats.signed(net) })];
  };
  return [...name(worst === null ? "only" : "best", best), ...name("worst", worst)].join("\n");
}

function show(name: ComparedFigure, { value }: FigureDto, formats: Formats): string | null {
  if (value === null) return null;
  if (name === "winRate") return formats.share(value, 1);
  if (name === "trades") return formats.fixed(value, Number.isInteger(Number(value)) ? 0 : 2);
  return name === "fees" ? formats.fixed(value, 2) : formats.signed(value);
}
