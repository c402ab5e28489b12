import { type Decimal, div, fromNumber, type Money, sum } from "@/lib/core/decimal";
import { type Figure, figure, noFigure } from "@/lib/core/stats/figure";
import { expectancyOf, netOf, outcomeOf, type RoundTrip } from "@/lib/core/stats/round-trip";
import { calculateHourAndWeekday } from "@/lib/core/time-zone";

/** Figures of the trades of one kind. Below five trades they mean little: the page greys them out. */
export type BreakdownRow = {
  name: string;
  count: number;
  net: Money;
  winRate: Figure<Decimal>;
  /** As in the metrics: a net inside the break-even band counts as zero. */
  expectancy: Money;
  isThin: boolean;
};

/** What trades are grouped by. Hour and weekday are those of the entry, in the trader's zone. */
export const BREAKDOWNS = [
  "symbol",
  "side",
  "weekday",
  "hour",
  "duration",
  "exit",
  "setup",
  "tag",
  "moodBefore",
  "moodAfter",
] as const;
/** The trader's mood before and after a trade, from very bad to very good. */
export const MOODS = [1, 2, 3, 4, 5] as const;
export type Mood = (typeof MOODS)[number];
export type BreakdownKey = (typeof BREAKDOWNS)[number];
export type LabelledTrade = RoundTrip & {
  exitReason: string;
  setup: string | null;
  tags: readonly string[];
  /** Of `MOODS`; null where none was noted. */
  moodBefore: number | null;
  moodAfter: number | null;
};

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;
const DURATIONS = [
  { name: "under 1 minute", belowMs: 60_000 },
  { name: "1 to 10 minutes", belowMs: 600_000 },
  { name: "10 to 60 minutes", belowMs: 3_600_000 },
  { name: "1 to 4 hours", belowMs: 14_400_000 },
  { name: "4 to 24 hours", belowMs: 86_400_000 },
  { name: "over a day", belowMs: Number.POSITIVE_INFINITY },
] as const;
/** Names of the groups by weekday and by duration. */
export type Weekday = (typeof WEEKDAYS)[number];
export type DurationBucket = (typeof DURATIONS)[number]["name"];
/** Name of the group of trades without a setup. */
export const NO_SETUP = "no setup";
/** Groups of fewer trades say little. */
export const THIN_BELOW = 5;

/** The trades grouped into buckets, in the natural order of their names. A trade with two tags is in both,
 * one without a tag or a mood in none. */
export function breakDown(
  trades: readonly LabelledTrade[],
  by: BreakdownKey,
  options: { zone: string; breakEvenBand: Money },
): BreakdownRow[] {
  const groups = new Map<string, LabelledTrade[]>();
  for (const trade of trades) {
    for (const name of namesOf(trade, by, options.zone)) {
      const group = groups.get(name);
      if (group === undefined) groups.set(name, [trade]);
      else group.push(trade);
    }
  }
  const order = orderOf(by);
  return [...groups]
    .map(([name, group]) => measure(name, group, options.breakEvenBand))
    .sort((a, b) => (order === null ? b.count - a.count : order.indexOf(a.name) - order.indexOf(b.name)));
}

function measure(name: string, trades: readonly LabelledTrade[], band: Money): BreakdownRow {
  const outcomes = trades.map((trade) => outcomeOf(trade, band));
  const wins = outcomes.filter((outcome) => outcome === "win").length;
  const decided = wins + outcomes.filter((outcome) => outcome === "loss").length;
  return {
    name,
    count: trades.length,
    net: sum(trades.map(netOf)),
    winRate: decided === 0 ? noFigure("none_decided") : figure(div(fromNumber(wins), fromNumber(decided))),
    expectancy: expectancyOf(trades, band),
    isThin: trades.length < THIN_BELOW,
  };
}

function namesOf(trade: LabelledTrade, by: BreakdownKey, zone: string): readonly string[] {
  switch (by) {
    case "symbol":
      return [trade.symbol];
    case "side":
      return [trade.side];
    case "exit":
      return [trade.exitReason];
    case "setup":
      return [trade.setup ?? NO_SETUP];
    case "tag":
      return trade.tags;
    case "moodBefore":
    case "moodAfter":
      return trade[by] === null ? [] : [String(trade[by])];
    case "weekday":
      return [WEEKDAYS[calculateHourAndWeekday(trade.openedAtMs, zone).weekday] ?? ""];
    case "hour":
      return [nameHour(calculateHourAndWeekday(trade.openedAtMs, zone).hour)];
    case "duration": {
      const lastedMs = trade.closedAtMs - trade.openedAtMs;
      return [DURATIONS.find(({ belowMs }) => lastedMs < belowMs)?.name ?? ""];
    }
    default:
      return rejectUnknown(by);
  }
}

function orderOf(by: BreakdownKey): readonly string[] | null {
  if (by === "moodBefore" || by === "moodAfter") return MOODS.map(String);
  if (by === "weekday") return WEEKDAYS;
  if (by === "hour") return Array.from({ length: 24 }, (_, hour) => nameHour(hour));
  if (by === "duration") return DURATIONS.map(({ name }) => name);
  return null;
}

function nameHour(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}

function rejectUnknown(by: never): never {
  throw new Error(`Unknown breakdown ${by}.`);
}
