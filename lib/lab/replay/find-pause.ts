import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { fromNumber, type Money } from "@/lib/core/decimal";
import { DAY_MINUTES, MINUTE_MS } from "@/lib/lab/candles/timeframe";
import { type Replay, replayEquity, replayTime } from "@/lib/lab/replay/replay";

/** What may stop a replay that plays: a fill, a new day (UTC), or four fifths of a loss limit used. */
export const PAUSES = ["fill", "day", "limit"] as const;
export type Pause = (typeof PAUSES)[number];

/** Conditions that are on, and a price at which to stop too. */
export type PauseRules = { on: ReadonlySet<Pause>; level: number | null };

/** Whether the newest minute is one to stop at; `events` and `used` are those before it. */
export function isPause(
  replay: Replay,
  rules: PauseRules,
  before: { events: number; used: number },
): boolean {
  const { on, level } = rules;
  if (on.has("fill") && hasFilled(replay, before.events)) return true;
  if (on.has("day") && replayTime(replay) % (DAY_MINUTES * MINUTE_MS) === 0) return true;
  if (level !== null && reaches(replay, level)) return true;
  return on.has("limit") && before.used < WARNED && usedLimit(replay) >= WARNED;
}

const WARNED = 0.8;

/** The part of the nearest loss limit that is used, from 0; zero without a challenge. */
export function usedLimit(replay: Replay): number {
  const { challenge } = replay.state;
  if (challenge === null) return 0;
  const equity = fromNumber(replayEquity(replay)) as Money;
  const parts = floorsOfPhase(challenge.plan, challenge.phase).map((rule) => {
    const { amount, headroom } = measureLossLimit(rule, challenge, equity);
    return 1 - Number(headroom) / Number(amount);
  });
  return Math.max(0, ...parts);
}

function hasFilled({ events }: Replay, from: number): boolean {
  return events.slice(from).some(({ type }) => type === "order-filled");
}

function reaches({ columns, revealed }: Replay, level: number): boolean {
  const before = columns.close[revealed - 2] ?? (columns.open[revealed - 1] as number);
  const low = Math.min(before, columns.low[revealed - 1] as number);
  const high = Math.max(before, columns.high[revealed - 1] as number);
  return before !== level && low <= level && level <= high;
}
