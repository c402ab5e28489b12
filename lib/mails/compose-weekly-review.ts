import "server-only";
import { formatFixed, formatSigned } from "@/lib/client/format";
import type { ComparedFigure } from "@/lib/core/journal/compare-week";
import { nextDay } from "@/lib/core/time-zone";
import { reviewJournal } from "@/lib/journal/review-journal";
import type { ComposedMail } from "@/lib/mails/compose-mail";
import type { FigureDto, ReviewDto } from "@/lib/schemas/journal-responses";

const NAMES: Record<ComparedFigure, string> = {
  trades: "Trades",
  net: "Net, USDT",
  fees: "Fees, USDT",
  winRate: "Win rate",
  expectancy: "Average trade, USDT",
};

/**
 * The review of the week that begins on the Monday `week`, as the journal's page has it; null for a trader who has not
 * traded in the weeks that it shows.
 */
export async function composeWeeklyReview(userId: string, week: string): Promise<ComposedMail | null> {
  const review = await reviewJournal(userId, { week }, "en");
  const trades = review.comparison.figures.find(({ name }) => name === "trades");
  if (review.best === null && !(Number(trades?.before.value) > 0)) return null;
  const sunday = Array.from({ length: 6 }).reduce<string>((day) => nextDay(day), week);
  return {
    subject: `Your trading week ${week} to ${sunday}`,
    text: [review.sentences.join("\n"), compare(review), nameTrades(review), review.question]
      .filter((part) => part !== "")
      .join("\n\n"),
    path: "/journal",
  };
}

function compare({ comparison: { weeks, figures } }: ReviewDto): string {
  if (weeks === 0) return "";
  const title = weeks === 1 ? "Beside the week before:" : `Beside the mean of the ${weeks} weeks before:`;
  return [
    title,
    ...figures.map(
      ({ name, week, before }) => `${NAMES[name]}: ${show(name, week)} (before: ${show(name, before)})`,
    ),
  ].join("\n");
}

function nameTrades({ best, worst }: ReviewDto): string {
  const name = (title: string, trade: ReviewDto["best"]) =>
    trade === null ? [] : [`${title}: ${trade.symbol} ${trade.side}, ${formatSigned(trade.net)} USDT`];
  return [...name(worst === null ? "Only trade" : "Best trade", best), ...name("Worst trade", worst)].join(
    "\n",
  );
}

function show(name: ComparedFigure, { value }: FigureDto): string {
  if (value === null) return "none";
  if (name === "winRate") return `${formatFixed(Number(value) * 100, 1)}%`;
  if (name === "trades") return formatFixed(value, Number.isInteger(Number(value)) ? 0 : 2);
  return name === "fees" ? formatFixed(value, 2) : formatSigned(value);
}
