import type { TradingRuleOf } from "@/lib/core/challenge/rules/trading-rule";
import { calculateHourAndWeekday, calculateNextTime } from "@/lib/core/time-zone";

/** Whether trading is open, since when and until when that stays so. Instants in ms. */
export type TradingSession = { isOpen: boolean; sinceMs: number; untilMs: number };

const TWO_DAYS_MS = 49 * 3_600_000;
const KNOWN = new WeakMap<TradingRuleOf<"trading-hours">, { zone: string; session: TradingSession }>();

/**
 * The session at an instant. It begins when clocks of the zone show `opensAt` and ends when they show
 * `closesAt`, by the rules of `calculateNextTime` for clock changes; equal times leave it open all day. The
 * newest result of a rule is kept, since reading clocks is slow.
 */
export function findTradingSession(
  atMs: number,
  rule: TradingRuleOf<"trading-hours">,
  zone: string,
): TradingSession {
  const known = KNOWN.get(rule);
  if (known?.zone === zone && atMs >= known.session.sinceMs && atMs < known.session.untilMs) {
    return known.session;
  }
  const session = calculateSession(atMs, rule, zone);
  KNOWN.set(rule, { zone, session });
  return session;
}

function calculateSession(atMs: number, rule: TradingRuleOf<"trading-hours">, zone: string): TradingSession {
  const opens = { time: rule.opensAt, zone };
  const closes = { time: rule.closesAt, zone };
  const openedMs = calculateNewestTime(atMs, opens);
  const closedMs = calculateNewestTime(atMs, closes);
  const isDay = rule.weekdays.includes(calculateHourAndWeekday(openedMs, zone).weekday);
  const isOpen = openedMs >= closedMs && isDay;
  const nextMs = Math.min(calculateNextTime(atMs, opens), calculateNextTime(atMs, closes));
  return { isOpen, sinceMs: Math.max(openedMs, closedMs), untilMs: nextMs };
}

/** The newest instant up to `atMs` at which clocks show a time. */
function calculateNewestTime(atMs: number, at: { time: string; zone: string }): number {
  let newest = calculateNextTime(atMs - TWO_DAYS_MS, at);
  for (let next = calculateNextTime(newest, at); next <= atMs; next = calculateNextTime(next, at)) {
    newest = next;
  }
  return newest;
}
