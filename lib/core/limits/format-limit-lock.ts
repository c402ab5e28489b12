import type { LimitCause, LimitLock } from "@/lib/core/limits/limit-state";
import { formatWallTime } from "@/lib/core/time-zone";

const CAUSES = {
  loss: "your loss limit of the day is reached",
  streak: "your limit of losing trades in a row is reached",
  pause: "you pause after a losing trade",
  hours: "this is outside your trading hours",
  trades: "your limit of trades a day is reached",
} as const satisfies Record<LimitCause, string>;

/** A lock of an own limit as a sentence, with the time at which it ends on the clocks of `zone`. */
export function formatLimitLock({ cause, untilMs }: LimitLock, zone: string): string {
  const allowed = cause === "trades" ? "no new trade is accepted" : "only closing orders are accepted";
  return `Until ${formatWallTime(untilMs, zone)} (${zone}) ${allowed}, since ${CAUSES[cause]}.`;
}
