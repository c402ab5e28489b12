const DAY_MS = 86_400_000;

/** A file of candles: a month, "2025-06", or a day, "2025-06-01"; times are UTC. */
export type Period = { name: string; fromMs: number; toMs: number };

/** A period by its name; null for another text. */
export function readPeriod(name: string): Period | null {
  if (!/^\d{4}-\d\d(-\d\d)?$/.test(name)) return null;
  const isMonth = name.length === 7;
  const fromMs = Date.parse(isMonth ? `${name}-01` : name);
  if (Number.isNaN(fromMs) || new Date(fromMs).toISOString().slice(0, name.length) !== name) return null;
  if (!isMonth) return { name, fromMs, toMs: fromMs + DAY_MS };
  const start = new Date(fromMs);
  return { name, fromMs, toMs: Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1) };
}

/**
 * The files that cover a range, oldest first: months as far as they have ended, then days. `endedMs` is the
 * moment up to which candles can't be corrected any more; what begins after the last whole day is in no file.
 */
export function listPeriods(range: { fromMs: number; toMs: number }, endedMs: number): Period[] {
  const periods: Period[] = [];
  for (let atMs = Math.floor(range.fromMs / DAY_MS) * DAY_MS; atMs < range.toMs; ) {
    const day = new Date(atMs).toISOString().slice(0, 10);
    const [month, single] = [readPeriod(day.slice(0, 7)), readPeriod(day)];
    const period = month !== null && month.toMs <= endedMs ? month : single;
    if (period === null || period.toMs > endedMs) break;
    periods.push(period);
    atMs = period.toMs;
  }
  return periods;
}
