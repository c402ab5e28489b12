import { add, sub } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { hasOpened, type PortfolioState } from "@/lib/core/engine/state/state";
import { type LimitDay, type LimitState, rollLimits } from "@/lib/core/limits/limit-state";

/** The own limits after one event; `after` is the state after the event except for the limits. */
export function applyToLimits(
  before: PortfolioState,
  after: PortfolioState,
  event: PortfolioEvent,
): LimitState | null {
  if (event.type === "limits-set") {
    const { limits, pending, day } = event;
    return { limits, pending, day, lock: before.limits?.lock ?? null };
  }
  if (before.limits === null) return null;
  const rolled = rollLimits(before.limits, { nowMs: event.atMs, balance: before.balance });
  if (rolled === null) return null;
  if (event.type === "limit-locked") {
    return { ...rolled, lock: { cause: event.cause, untilMs: event.untilMs } };
  }
  const day = countInDay(rolled.day, after, event);
  return day === rolled.day ? rolled : { ...rolled, day };
}

function countInDay(day: LimitDay, after: PortfolioState, event: PortfolioEvent): LimitDay {
  switch (event.type) {
    case "order-filled": {
      const net = add(day.net, sub(event.realised, event.fee));
      return { ...day, net, trades: day.trades + (hasOpened(after, event) ? 1 : 0) };
    }
    case "funding-settled":
      return { ...day, net: sub(day.net, event.paid) };
    case "round-trip-closed":
      if (event.net > 0n) return { ...day, lossesInRow: 0 };
      if (event.net === 0n) return day;
      return { ...day, lossesInRow: day.lossesInRow + 1, lastLossMs: event.atMs };
    default:
      return day;
  }
}
