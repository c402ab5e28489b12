import "server-only";
import {
  type ChallengeDay,
  calculateBestDayShareOf,
} from "@/lib/core/challenge/dashboard/list-challenge-days";
import { formatRounded, ZERO } from "@/lib/core/decimal";
import { measureTrades } from "@/lib/core/stats/trade-metrics";
import { findEntries } from "@/lib/db/journal/journal";
import { readTrade, toEntryDto, toFigureDto } from "@/lib/journal/read-entry-row";
import type { ChallengeDetail } from "@/lib/schemas/challenge/challenge-responses";

/** Trades of a phase that are listed; the journal has the others. */
const LISTED = 50;

/** The trades of a phase, their statistics, and the number that was closed on each of its days. */
export async function measureChallenge(
  userId: string,
  portfolioId: string,
  days: readonly ChallengeDay[],
): Promise<Pick<ChallengeDetail, "days" | "statistics" | "trades">> {
  const rows = await findEntries({ userId, filter: { portfolioId }, visibleFrom: null, breakEvenBand: ZERO });
  const metrics = measureTrades(rows.map(readTrade), { breakEvenBand: ZERO, nameDay: String });
  const { count, wins, losses, longestWinStreak, longestLossStreak } = metrics;
  const { winRate, profitFactor, payoff, expectancy, averageWin, averageLoss, averageR } = metrics;
  return {
    days: days
      .map(({ startMs, endMs, balance, profit, isTraded }) => ({
        startAt: new Date(startMs).toISOString(),
        endAt: new Date(endMs).toISOString(),
        balance: formatRounded(balance),
        profit: formatRounded(profit),
        isTraded,
        trades: rows.filter(({ closedAt }) => closedAt.getTime() >= startMs && closedAt.getTime() < endMs)
          .length,
      }))
      .reverse(),
    statistics: {
      count,
      wins,
      losses,
      net: formatRounded(metrics.net),
      fees: formatRounded(metrics.fees),
      longestWinStreak,
      longestLossStreak,
      figures: {
        winRate: toFigureDto(winRate),
        profitFactor: toFigureDto(profitFactor),
        payoff: toFigureDto(payoff),
        expectancy: toFigureDto(expectancy),
        averageWin: toFigureDto(averageWin),
        averageLoss: toFigureDto(averageLoss),
        averageR: toFigureDto(averageR),
        bestDayShare: toFigureDto(calculateBestDayShareOf(days)),
      },
    },
    trades: rows.slice(-LISTED).reverse().map(toEntryDto),
  };
}
