import {
  type Decimal,
  formatDecimal,
  type Money,
  parseDecimal,
  roundToTickNearest,
  toNumber,
} from "@/lib/core/decimal";
import { breakDown, type LabelledTrade } from "@/lib/core/stats/breakdown";
import type { Booking } from "@/lib/core/stats/round-trip";
import { measureTrades, sumByDay } from "@/lib/core/stats/trade-metrics";
import { nameDay } from "@/lib/core/time-zone";

const MANY = 3;
const CENT = parseDecimal("0.01");

/**
 * A week as text: the same trades always give the same sentences. Statements follow from the figures alone
 * and state when they rest on few trades. `bookings` are all of the week, as the calendar shows them.
 */
export function reviewWeek(
  trades: readonly (LabelledTrade & { mistakes: readonly string[] })[],
  options: { zone: string; breakEvenBand: Money; bookings: readonly Booking[] },
): string[] {
  if (trades.length === 0) return ["No trade was closed in this week."];
  const name = (atMs: number) => nameDay(atMs, options.zone);
  const metrics = measureTrades(trades, { breakEvenBand: options.breakEvenBand, nameDay: name });
  const lines = [
    `${count(trades.length, "trade")} closed, ${words(metrics.net)} net: ${metrics.wins} won, ${metrics.losses} lost, ` +
      `${metrics.breakEvens} even.`,
  ];
  const days = [...sumByDay(options.bookings, name)].sort((a, b) => (a[1] < b[1] ? 1 : -1));
  const [best] = days;
  const worst = days.at(-1);
  if (best && worst && days.length > 1) {
    lines.push(`Best day ${best[0]} with ${words(best[1])}, worst day ${worst[0]} with ${words(worst[1])}.`);
  }
  if (metrics.payoff.ok && metrics.winRate.ok) {
    const win = percent(metrics.winRate.value);
    lines.push(
      `${win} of the decided trades won; an average win made ${ratio(metrics.payoff.value)} times an average loss.`,
    );
  }
  if (metrics.fees > 0n) lines.push(describeFees(metrics.fees, metrics.gross));
  lines.push(...describeStops(trades), ...describeSymbols(trades, options), ...describeMistakes(trades));
  if (metrics.longestLossStreak >= MANY) {
    lines.push(`The longest run of losses was ${metrics.longestLossStreak} in a row.`);
  }
  return lines;
}

function describeFees(fees: Money, gross: Money): string {
  if (gross <= 0n) return `Fees took ${words(fees)} on top of a loss before fees.`;
  const share = Math.round((toNumber(fees) / toNumber(gross)) * 100);
  return `Fees took ${words(fees)}, ${share} % of the gross profit.`;
}

function describeStops(trades: readonly LabelledTrade[]): string[] {
  const without = trades.filter(({ initialStop }) => initialStop === null);
  if (without.length === 0) return ["Every trade had a stop."];
  const liquidated = trades.filter(({ exitReason }) => exitReason === "liquidation").length;
  const lines = [`${count(without.length, "trade")} had no stop.`];
  if (liquidated > 0) lines.push(`${count(liquidated, "trade")} ended in liquidation.`);
  return lines;
}

function describeSymbols(
  trades: readonly LabelledTrade[],
  options: { zone: string; breakEvenBand: Money },
): string[] {
  const symbols = breakDown(trades, "symbol", options).sort((a, b) => (a.net < b.net ? 1 : -1));
  const [best] = symbols;
  const worst = symbols.at(-1);
  if (!best || !worst || best === worst) return [];
  const thin = worst.isThin ? " (few trades)" : "";
  return [
    `Most came from ${best.name} (${words(best.net)}), least from ${worst.name} (${words(worst.net)})${thin}.`,
  ];
}

function describeMistakes(trades: readonly { mistakes: readonly string[] }[]): string[] {
  const counts = new Map<string, number>();
  for (const { mistakes } of trades) for (const one of mistakes) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return most === undefined ? [] : [`The mistake noted most was "${most[0]}", ${count(most[1], "time")}.`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Rounded to cents, halves away from zero, as the pages show it; what rounds to zero has no sign. */
function words(amount: Money): string {
  return `${formatDecimal(roundToTickNearest(amount, CENT))} USDT`;
}

function percent(value: Decimal): string {
  return `${Math.round(toNumber(value) * 100)} %`;
}

function ratio(value: Decimal): string {
  return toNumber(value).toFixed(2);
}
