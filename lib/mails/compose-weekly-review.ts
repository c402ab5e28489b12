import "server-only";
import { formatFixed, formatSigned } from "@/lib/client/format";
import type { Translate } from "@/lib/client/translate";
import type { ComparedFigure } from "@/lib/core/journal/compare-week";
import { nextDay } from "@/lib/core/time-zone";
import { createPageTranslator } from "@/lib/i18n/create-page-translator";
import { reviewJournal } from "@/lib/journal/review-journal";
import type { ComposedMail } from "@/lib/mails/compose-mail";
import type { FigureDto, ReviewDto } from "@/lib/schemas/journal-responses";
import type { Locale } from "@/lib/schemas/locale";

/**
 * The review of the week that begins on the Monday `week`, as the journal's page has it, in a language; null for a trader who has not
 * traded in the weeks that it shows.
 */
export async function composeWeeklyReview(
  userId: string,
  week: string,
  locale: Locale,
): Promise<ComposedMail | null> {
  const review = await reviewJournal(userId, { week }, locale);
  const trades = review.comparison.figures.find(({ name }) => name === "trades");
  if (review.best === null && !(Number(trades?.before.value) > 0)) return null;
  const sunday = Array.from({ length: 6 }).reduce<string>((day) => nextDay(day), week);
  const t = await createPageTranslator(locale, "mails");
  return {
    subject: t("weekly.subject", { from: week, to: sunday }),
    text: [review.sentences.join("\n"), compare(review, t), nameTrades(review, t), review.question]
      .filter((part) => part !== "")
      .join("\n\n"),
    path: "/journal",
  };
}

function compare({ comparison: { weeks, figures } }: ReviewDto, t: Translate<"mails">): string {
  if (weeks === 0) return "";
  const lines = figures.map(({ name, week, before }) =>
    t("weekly.figure", {
      name: t(`weekly.names.${name}`),
      week: show(name, week) ?? t("weekly.none"),
      before: show(name, before) ?? t("weekly.none"),
    }),
  );
  return [t("weekly.before", { weeks }), ...lines].join("\n");
}

function nameTrades({ best, worst }: ReviewDto, t: Translate<"mails">): string {
  const name = (key: "best" | "only" | "worst", trade: ReviewDto["best"]) => {
    if (trade === null) return [];
    const { symbol, side, net } = trade;
    return [t(`weekly.${key}`, { symbol, side, net: formatSigned(net) })];
  };
  return [...name(worst === null ? "only" : "best", best), ...name("worst", worst)].join("\n");
}

function show(name: ComparedFigure, { value }: FigureDto): string | null {
  if (value === null) return null;
  if (name === "winRate") return `${formatFixed(Number(value) * 100, 1)}%`;
  if (name === "trades") return formatFixed(value, Number.isInteger(Number(value)) ? 0 : 2);
  return name === "fees" ? formatFixed(value, 2) : formatSigned(value);
}
