import { add, type Money, sub, toNumber, ZERO } from "@/lib/core/decimal";

/** What equity was noted to be, or money that came without trading: an opening or a new beginning, an adjustment. */
export type EquityItem = { portfolioId: string; atMs: number; amount: Money } & {
  kind: "noted" | "begun" | "adjusted";
};

/** Equity of all portfolios together, and what trading made of them until then, open profit included. */
export type EquityMoment = { atMs: number; equity: Money; profit: Money };

/**
 * Adds portfolios up to one curve, from items in the order of time. What was given, taken or begun anew is no profit,
 * so that neither a reset nor a second portfolio makes a step.
 */
export function followEquity(items: readonly EquityItem[]): EquityMoment[] {
  const known = new Map<string, Money>();
  const curve: EquityMoment[] = [];
  let equity: Money = ZERO;
  let profit: Money = ZERO;
  for (const { portfolioId, atMs, amount, kind } of items) {
    const before = known.get(portfolioId);
    const now = kind === "adjusted" ? add(before ?? ZERO, amount) : amount;
    known.set(portfolioId, now);
    equity = add(equity, sub(now, before ?? ZERO));
    if (kind === "noted" && before !== undefined) profit = add(profit, sub(now, before));
    const moment = { atMs, equity, profit };
    if (curve.at(-1)?.atMs === atMs) curve[curve.length - 1] = moment;
    else curve.push(moment);
  }
  return curve;
}

/** Profit of each day after the first, as a fraction of the equity that the day before ended with. */
export function findDailyReturns(
  curve: readonly EquityMoment[],
  nameDay: (atMs: number) => string,
): number[] {
  const closes = new Map<string, EquityMoment>();
  for (const moment of curve) closes.set(nameDay(moment.atMs), moment);
  const days = [...closes.values()];
  return days.flatMap((day, index) => {
    const before = days[index - 1];
    if (before === undefined || before.equity <= 0n) return [];
    return [toNumber(sub(day.profit, before.profit)) / toNumber(before.equity)];
  });
}
