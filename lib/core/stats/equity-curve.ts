import { add, type Money, max, mulDiv, sub, toNumber, ZERO } from "@/lib/core/decimal";
import { calculateDayStart, nameDay, nextDay } from "@/lib/core/time-zone";

/**
 * Equity of one portfolio after an event, quote currency. `flow` is the part of the change that was added
 * (positive) or removed without trading: an opening, an adjustment, a reset.
 */
export type EquityItem = { portfolioId: string; atMs: number; equity: Money; flow: Money };

/**
 * Equity of all portfolios together, and the trading profit until then, open profit included. `worth` is the
 * value of the first equity if nothing had been added or removed: the time-weighted return as money.
 */
export type EquityMoment = { atMs: number; equity: Money; profit: Money; worth: Money };

/** Figures since the last flow; from there on `worth` is proportional to equity. */
type Stretch = { worth: Money; equity: Money; profit: Money };

/**
 * Sums portfolios up to one curve, from items in the order of time. Flows are no profit, so that neither a
 * reset nor a second portfolio makes a step; a loss before a reset stays a loss. The first item of a
 * portfolio is its beginning.
 */
export function followEquity(items: readonly EquityItem[]): EquityMoment[] {
  const known = new Map<string, Money>();
  const curve: EquityMoment[] = [];
  let equity: Money = ZERO;
  let profit: Money = ZERO;
  let stretch: Stretch | null = null;
  for (let index = 0; index < items.length; ) {
    const { atMs } = items[index] as EquityItem;
    let hasFlow = false;
    for (let item = items[index]; item?.atMs === atMs; index += 1, item = items[index]) {
      const before = known.get(item.portfolioId);
      if (before !== undefined) profit = add(profit, sub(sub(item.equity, item.flow), before));
      if (before === undefined || item.flow !== 0n) hasFlow = true;
      equity = add(equity, sub(item.equity, before ?? ZERO));
      known.set(item.portfolioId, item.equity);
    }
    const worth: Money = stretch === null ? equity : worthAt(stretch, profit);
    if (hasFlow) stretch = { worth: max(worth, ZERO as Money), equity, profit };
    curve.push({ atMs, equity, profit, worth });
  }
  return curve;
}

function worthAt(stretch: Stretch, profit: Money): Money {
  if (stretch.equity <= 0n) return stretch.worth;
  const numerator = add(stretch.equity, sub(profit, stretch.profit));
  return mulDiv(stretch.worth, { numerator, denominator: stretch.equity });
}

/**
 * Profit of each calendar day in the zone as a fraction of the equity at its beginning, from the first
 * moment's day to the last's. A day without a moment has the value of the day before. The first day goes from
 * the first moment to its close, and has a return if it has a later moment. A flow ends a stretch: the returns
 * of a day's stretches are compounded, so that money added within a day is no lever. Stretches that began with
 * zero or less have none.
 */
export function calculateDailyReturns(curve: readonly EquityMoment[], zone: string): number[] {
  const [first] = curve;
  if (first === undefined) return [];
  const returns: number[] = [];
  let start = first;
  let close = first;
  let ofDay: number | null = null;
  const firstDay = nameDay(first.atMs, zone);
  let day = firstDay;
  let endMs = calculateDayStart(nextDay(day), zone);
  const closeStretch = (end: EquityMoment) => {
    if (start.equity > 0n) {
      const change = toNumber(sub(end.profit, start.profit)) / toNumber(start.equity);
      ofDay = ofDay === null ? change : ofDay + change + ofDay * change;
    }
    start = end;
  };
  const closeDay = () => {
    const isOnlyBeginning = close === first && day === firstDay;
    closeStretch(close);
    if (ofDay !== null && !isOnlyBeginning) returns.push(ofDay);
    ofDay = null;
    day = nextDay(day);
    endMs = calculateDayStart(nextDay(day), zone);
  };
  for (const moment of curve) {
    while (moment.atMs >= endMs) closeDay();
    if (capitalOf(moment) !== capitalOf(close)) closeStretch(moment);
    close = moment;
  }
  closeDay();
  return returns;
}

/** What the equity would be without any profit: only a flow changes it. */
function capitalOf({ equity, profit }: EquityMoment): Money {
  return sub(equity, profit);
}
