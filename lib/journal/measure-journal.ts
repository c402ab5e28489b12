import "server-only";
import { add, div, formatRounded, type Money, max, parseMoney, sub, ZERO } from "@/lib/core/decimal";
import { type GroupResult, measurePlaybooks } from "@/lib/core/journal/measure-playbooks";
import { BREAKDOWNS, breakDown } from "@/lib/core/stats/breakdown";
import { calculateDrawdown } from "@/lib/core/stats/drawdown";
import { excursionsInR } from "@/lib/core/stats/excursions-in-r";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { distributeR } from "@/lib/core/stats/r-distribution";
import { netOf, type RoundTrip, rMultiple } from "@/lib/core/stats/round-trip";
import { thinCurve } from "@/lib/core/stats/thin-curve";
import { measureTrades } from "@/lib/core/stats/trade-metrics";
import { nameDay } from "@/lib/core/time-zone";
import { findEntries, type JournalRow } from "@/lib/db/journal/journal";
import { listPlaybooksOf } from "@/lib/db/journal/playbooks";
import { findZone } from "@/lib/journal/find-zone";
import { measureEquity } from "@/lib/journal/measure-equity";
import { readStretches, readTrade, toFigureDto, toNumberDto } from "@/lib/journal/read-entry-row";
import { selectEntries } from "@/lib/journal/select-entries";
import type { JournalMetricsQuery } from "@/lib/schemas/journal";
import type { BucketDto, JournalMetricsDto } from "@/lib/schemas/journal-responses";

/** The largest number of trades in the scatter of a response. */
const MAX_EXCURSIONS = 500;
/** The largest number of points of the curve in a response. */
const MAX_POINTS = 600;

/** All metrics of a user's selected trades. */
export async function measureJournal(userId: string, query: JournalMetricsQuery): Promise<JournalMetricsDto> {
  const { zone: asked, band, ...filter } = query;
  const zone = await findZone(userId, asked);
  const selection = await selectEntries(userId, filter, zone);
  const breakEvenBand = band === undefined ? selection.breakEvenBand : parseMoney(band);
  const rows = await findEntries({ ...selection, breakEvenBand });
  const trades = rows.map(readTrade);
  const options = { breakEvenBand, nameDay: (atMs: number) => nameDay(atMs, zone) };
  const metrics = measureTrades(trades, options);
  const playbooks = (await listPlaybooksOf(userId)).map(({ name }) => name);
  const { curve, drawdown } = followNet(trades);
  const equity = await measureEquity(selection, zone, drawdown.amount);
  const { sqn } = metrics;
  const recovery: Figure<Money> =
    drawdown.amount === 0n ? noFigure("no_drawdown") : figure(div(metrics.net, drawdown.amount));
  const { winRate, profitFactor, payoff, expectancy, expectancyRatio, averageWin, averageLoss } = metrics;
  const { averageR, kelly, bestDayShare } = metrics;
  const breakdowns: Record<string, BucketDto[]> = {};
  for (const by of BREAKDOWNS) {
    breakdowns[by] = breakDown(trades, by, { zone, breakEvenBand }).map((bucket) => ({
      ...bucket,
      net: formatRounded(bucket.net),
      winRate: toFigureDto(bucket.winRate),
      expectancy: formatRounded(bucket.expectancy),
    }));
  }
  return {
    zone,
    count: metrics.count,
    wins: metrics.wins,
    losses: metrics.losses,
    breakEvens: metrics.breakEvens,
    net: formatRounded(metrics.net),
    gross: formatRounded(metrics.gross),
    fees: formatRounded(metrics.fees),
    funding: formatRounded(metrics.funding),
    longestWinStreak: metrics.longestWinStreak,
    longestLossStreak: metrics.longestLossStreak,
    currentStreak: metrics.currentStreak,
    figures: {
      winRate: toFigureDto(winRate),
      profitFactor: toFigureDto(profitFactor),
      payoff: toFigureDto(payoff),
      expectancy: toFigureDto(expectancy),
      expectancyRatio: toFigureDto(expectancyRatio),
      averageWin: toFigureDto(averageWin),
      averageLoss: toFigureDto(averageLoss),
      averageR: toFigureDto(averageR),
      sqn: toNumberDto(sqn.ok ? figure(sqn.value.value) : sqn),
      kelly: toFigureDto(kelly),
      bestDayShare: toFigureDto(bestDayShare),
      recovery: toFigureDto(recovery),
    },
    isSqnProvisional: sqn.ok && sqn.value.isProvisional,
    breakEvenBand: formatRounded(breakEvenBand),
    rDistribution: distributeR(trades),
    ...listExcursions(rows),
    breakdowns,
    playbooks: measurePlaybooks(trades, playbooks, options).map((row) => ({
      ...row,
      ...toResultDto(row),
      winRate: toFigureDto(row.winRate),
      rulesKept: toFigureDto(row.rulesKept),
      allKept: toResultDto(row.allKept),
      notAllKept: toResultDto(row.notAllKept),
    })),
    curve,
    maxDrawdown: {
      amount: formatRounded(drawdown.amount),
      longestUnderWaterMs: drawdown.longestUnderWaterMs,
    },
    equity,
  };
}

function toResultDto({ count, net, averageR }: GroupResult) {
  return { count, net: formatRounded(net), averageR: toFigureDto(averageR) };
}

/** The newest trades whose best and worst open result are known in R, and how many lack what for it. */
function listExcursions(
  rows: readonly JournalRow[],
): Pick<JournalMetricsDto, "excursions" | "unmeasuredExcursions"> {
  const lacking = { withoutR: 0, withoutPrices: 0 };
  const listed = rows.slice(-MAX_EXCURSIONS).flatMap((row) => {
    const trade = readTrade(row);
    const [stretches, r] = [readStretches(row), rMultiple(trade)];
    const found = stretches && excursionsInR(trade, stretches);
    if (!r.ok || found?.ok === false) {
      lacking.withoutR += 1;
      return [];
    }
    if (found === null) {
      lacking.withoutPrices += 1;
      return [];
    }
    const { mfe, mae } = found.value;
    return [{ id: row.id, mfe: formatRounded(mfe), mae: formatRounded(mae), r: formatRounded(r.value) }];
  });
  return { excursions: listed, unmeasuredExcursions: lacking };
}

/** The running sum of net results in the order of closing, which starts at zero. */
function followNet(trades: readonly RoundTrip[]) {
  const [first] = trades;
  const points = [{ atMs: first?.openedAtMs ?? 0, equity: ZERO as Money }];
  let peak: Money = ZERO;
  let net: Money = ZERO;
  const curve = trades.map((trade) => {
    net = add(net, netOf(trade));
    peak = max(peak, net);
    points.push({ atMs: trade.closedAtMs, equity: net });
    return { atMs: trade.closedAtMs, net, fall: sub(peak, net) };
  });
  return {
    curve: thinCurve(curve, MAX_POINTS, ({ fall }) => fall).map(({ atMs, net: sum, fall }) => ({
      at: new Date(atMs).toISOString(),
      net: formatRounded(sum),
      drawdown: formatRounded(fall),
    })),
    drawdown: calculateDrawdown(points),
  };
}
