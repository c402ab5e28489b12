import type { OwnLimits, TradingHours } from "@/lib/core/limits/own-limits";

const DAY_MINUTES = 1_440;

/**
 * The part of a request that holds at once: each limit of `wanted` that is at least as tight as the one of
 * `current`, else the current one. Hours that leave those of now, or that are in another zone, are looser.
 */
export function tightenLimits(current: OwnLimits, wanted: OwnLimits): OwnLimits {
  const lower = <T extends number | bigint>(held: T | null, next: T | null) =>
    held === null || (next !== null && next < held) ? next : held;
  const isSameZone = current.zone === wanted.zone;
  const { pauseMinutes } = current;
  return {
    zone: current.zone,
    dayLoss: lower(current.dayLoss, wanted.dayLoss),
    dayLossShare: lower(current.dayLossShare, wanted.dayLossShare),
    lossesInRow: lower(current.lossesInRow, wanted.lossesInRow),
    tradesPerDay: lower(current.tradesPerDay, wanted.tradesPerDay),
    pauseMinutes:
      pauseMinutes === null || (wanted.pauseMinutes ?? 0) > pauseMinutes ? wanted.pauseMinutes : pauseMinutes,
    hours: isSameZone ? narrowHours(current.hours, wanted.hours) : current.hours,
  };
}

function narrowHours(held: TradingHours | null, next: TradingHours | null): TradingHours | null {
  if (held === null) return next;
  return next !== null && isWithin(held, next) ? next : held;
}

/** Whether every minute of `inner` is one of `outer`. */
function isWithin(outer: TradingHours, inner: TradingHours): boolean {
  const start = readMinutes(outer.opensAt);
  const after = (time: string) => (readMinutes(time) - start + DAY_MINUTES) % DAY_MINUTES;
  const opens = after(inner.opensAt);
  const closes = after(inner.closesAt) || DAY_MINUTES;
  return opens < closes && closes <= after(outer.closesAt);
}

function readMinutes(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}
