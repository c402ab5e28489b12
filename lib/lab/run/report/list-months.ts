/** Return of one calendar month in UTC, as a fraction; `month` is "2026-01". */
export type MonthReturn = { month: string; change: number };

const DAY_MS = 86_400_000;

/**
 * Returns by month from daily balances, of which the first is that at `startMs`; the first and the last month
 * may be parts.
 */
export function listMonths(daily: readonly number[], startMs: number): MonthReturn[] {
  const months: MonthReturn[] = [];
  for (let day = 1; day < daily.length; day += 1) {
    const month = new Date(startMs + (day - 1) * DAY_MS).toISOString().slice(0, 7);
    const growth = (daily[day] as number) / (daily[day - 1] as number);
    const last = months.at(-1);
    if (last?.month === month) last.change = (1 + last.change) * growth - 1;
    else months.push({ month, change: growth - 1 });
  }
  return months;
}

/** How far each balance lies below the highest one so far, percent; zero or below. */
export function listDrawdowns(daily: readonly number[]): number[] {
  let peak = Number.NEGATIVE_INFINITY;
  return daily.map((balance) => {
    peak = Math.max(peak, balance);
    return (balance / peak - 1) * 100;
  });
}
