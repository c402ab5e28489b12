import { type FloorRule, floorsOfPhase, type Phase, type Plan } from "@/lib/core/challenge/plan";
import { type Decimal, toNumber } from "@/lib/core/decimal";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import type { PlanDay } from "@/lib/lab/plans/list-plan-days";

/** `minutes` counts from the run's first minute to the end of the start or phase. */
export type Outcome = { kind: "passed" | "breached" | "running"; minutes: number; rule: string | null };

/** Half of a profit in floats may come out a bit below half. */
const ROUNDING = 1e-12;

export type Floor = {
  name: string;
  base: FloorRule["base"];
  percent: number;
  ofBase: boolean;
  lockAt: number;
  isStrict: boolean;
  isSoft: boolean;
};

/** Where a phase stands; money as multiples of its starting balance. */
export type Standing = {
  /** Equity of the run at which the phase began. */
  base: number;
  /** What the account lost or gained against the run's equity while trading was paused. */
  shift: number;
  dayStart: number;
  dayPeak: number;
  highestDay: number;
  highest: number;
  hasTraded: boolean;
  tradingDays: number;
  /** Days before today. */
  bestDay: number;
  positiveDays: number;
  profitableDays: number;
};

/**
 * Walks one phase minute by minute; a day in which nothing can happen counts as a whole. Inside a minute the
 * best equity counts before the worst, and balance counts as equity.
 */
export function walkPhase(
  plan: Plan,
  run: { track: EquityTrack; days: readonly PlanDay[] },
  at: { phase: number; from: number; size: number },
): Outcome {
  const { track, days } = run;
  const floors = readFloors(plan, at.phase);
  const phase = plan.phases[at.phase - 1] as Phase;
  const standing = beginPhase(track.close[at.from - 1] ?? track.start);
  for (let index = findDay(days, at.from); index < days.length; index += 1) {
    const day = days[index] as PlanDay;
    const isWhole = at.from <= day.from;
    if (!(isWhole && isQuiet(day, { floors, phase, standing, size: at.size }))) {
      const outcome = walkDay(
        track,
        { ...day, from: Math.max(day.from, at.from) },
        { floors, phase, standing, size: at.size },
      );
      if (outcome !== null) return outcome;
    } else {
      standing.highest = Math.max(standing.highest, worth(standing, at.size, day.high));
      standing.hasTraded = day.hasOpened;
    }
    endDay(standing, phase, worth(standing, at.size, track.close[day.to - 1] as number));
  }
  return { kind: "running", minutes: track.close.length, rule: null };
}

type Rules = { floors: readonly Floor[]; phase: Phase; standing: Standing; size: number };

/** Whether no minute of the day can breach a floor or pass the phase. */
function isQuiet(day: PlanDay, { floors, phase, standing, size }: Rules): boolean {
  const high = worth(standing, size, day.high);
  const low = worth(standing, size, day.low);
  const highest = {
    ...standing,
    highest: Math.max(standing.highest, high),
    dayPeak: Math.max(standing.dayPeak, high),
  };
  if (floors.some((floor) => low <= floorOf(floor, highest))) return false;
  return worth(standing, size, day.flatHigh) < goalOf(phase);
}

function walkDay(track: EquityTrack, day: { from: number; to: number }, rules: Rules): Outcome | null {
  const { floors, phase, standing, size } = rules;
  const goal = goalOf(phase);
  for (let minute = day.from; minute < day.to; minute += 1) {
    const high = worth(standing, size, track.high[minute] as number);
    standing.highest = Math.max(standing.highest, high);
    standing.dayPeak = Math.max(standing.dayPeak, high);
    const broken = findBroken(floors, standing, worth(standing, size, track.low[minute] as number));
    if (broken?.isSoft) {
      pauseUntilReset(track, day.to, { ...rules, level: floorOf(broken, standing) });
      return null;
    }
    if (broken !== null) return { kind: "breached", minutes: minute + 1, rule: broken.name };
    if (track.state[minute] === 2) standing.hasTraded = true;
    if (track.state[minute] !== 0) continue;
    const close = worth(standing, size, track.close[minute] as number);
    if (close >= goal && isComplete(phase, standing, close)) {
      return { kind: "passed", minutes: minute + 1, rule: null };
    }
  }
  return null;
}

/** A hard floor counts before a soft one at the same price. */
export function findBroken(floors: readonly Floor[], standing: Standing, low: number): Floor | null {
  let soft: Floor | null = null;
  // Without closures: this runs for every minute that might matter.
  for (const floor of floors) {
    const level = floorOf(floor, standing);
    if (floor.isStrict ? low > level : low >= level) continue;
    if (!floor.isSoft) return floor;
    soft ??= floor;
  }
  return soft;
}

/** Everything is closed at the floor, and what the run earns until the reset is not the account's. */
function pauseUntilReset(
  track: EquityTrack,
  to: number,
  { standing, size, level }: Rules & { level: number },
): void {
  standing.shift += level - worth(standing, size, track.close[to - 1] as number);
}

/** Whether the days are enough and the best one small enough: what a phase needs besides its target. */
export function isComplete(phase: Phase, standing: Standing, close: number): boolean {
  const today = close - standing.dayStart;
  const least = numberOf(phase.minDayProfit);
  const days =
    least === null
      ? standing.tradingDays + (standing.hasTraded ? 1 : 0)
      : standing.profitableDays + (today >= least ? 1 : 0);
  if (days < phase.minTradingDays) return false;
  if (phase.bestDayLimit === null) return true;
  const whole = phase.bestDayLimit.of === "total" ? close - 1 : standing.positiveDays + Math.max(today, 0);
  return Math.max(standing.bestDay, today) <= whole * toNumber(phase.bestDayLimit.limit) + ROUNDING;
}

export function endDay(standing: Standing, phase: Phase, close: number): void {
  const profit = close - standing.dayStart;
  const least = numberOf(phase.minDayProfit);
  standing.bestDay = Math.max(standing.bestDay, profit);
  standing.positiveDays += Math.max(profit, 0);
  if (least !== null && profit >= least) standing.profitableDays += 1;
  if (standing.hasTraded) standing.tradingDays += 1;
  standing.hasTraded = false;
  standing.dayStart = close;
  standing.dayPeak = close;
  standing.highestDay = Math.max(standing.highestDay, close);
}

export function beginPhase(base: number): Standing {
  return {
    base,
    shift: 0,
    dayStart: 1,
    dayPeak: 1,
    highestDay: 1,
    highest: 1,
    hasTraded: false,
    tradingDays: 0,
    bestDay: 0,
    positiveDays: 0,
    profitableDays: 0,
  };
}

export function worth({ base, shift }: Standing, size: number, equity: number): number {
  return 1 + size * (equity / base - 1) + shift;
}

/** The day that contains a minute. */
function findDay(days: readonly PlanDay[], minute: number): number {
  let [from, to] = [0, days.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((days[middle] as PlanDay).to <= minute) from = middle + 1;
    else to = middle;
  }
  return from;
}

export function goalOf({ target }: Phase): number {
  return target === null ? Number.POSITIVE_INFINITY : 1 + toNumber(target);
}

function numberOf(value: Decimal | null | undefined): number | null {
  return value == null ? null : toNumber(value);
}

/** The floors of a phase, hard and soft. */
export function readFloors(plan: Plan, phase: number): Floor[] {
  return floorsOfPhase(plan, phase).map(readFloor);
}

function readFloor(rule: FloorRule): Floor {
  return {
    name: rule.name,
    base: rule.base,
    percent: toNumber(rule.percent),
    ofBase: rule.amountOf === "base",
    lockAt: rule.lockAt === null ? Number.POSITIVE_INFINITY : toNumber(rule.lockAt),
    isStrict: rule.breachWhen === "at-or-below",
    isSoft: rule.isSoft,
  };
}

type Marks = Pick<Standing, "dayStart" | "dayPeak" | "highestDay" | "highest">;

export function floorOf(floor: Floor, marks: Marks): number {
  const base = baseOf(floor.base, marks);
  return Math.min(base - floor.percent * (floor.ofBase ? base : 1), floor.lockAt);
}

function baseOf(base: FloorRule["base"], marks: Marks): number {
  switch (base) {
    case "start":
      return 1;
    case "day-balance":
    case "day-equity":
    case "day-higher":
      return marks.dayStart;
    case "day-peak":
      return marks.dayPeak;
    case "highest-day-balance":
    case "highest-day-equity":
      return marks.highestDay;
    case "highest-balance":
    case "highest-equity":
      return marks.highest;
    default:
      return rejectUnknown(base);
  }
}

function rejectUnknown(base: never): never {
  throw new Error(`Unknown base ${base}.`);
}
