import {
  type ChallengeState,
  correctDay,
  raisePeak,
  recordTrading,
  rollDay,
  scaleStart,
  startProp,
  trackTrading,
} from "@/lib/core/challenge/challenge-state";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { listBareSymbols } from "@/lib/core/engine/state/read-trading-view";
import { hasOpened, type PortfolioState } from "@/lib/core/engine/state/state";

/** Challenge state after one event; `state` is the state after the event except for the challenge. */
export function applyToChallenge(state: PortfolioState, event: PortfolioEvent): ChallengeState | null {
  const prop = applyEvent(state, event);
  if (prop === null || tradingRulesOfPhase(prop.plan, prop.phase).length === 0) return prop;
  const hasFilled = event.type === "order-filled";
  return trackTrading(prop, { atMs: event.atMs, hasFilled, bare: listBareSymbols(state) });
}

function applyEvent(state: PortfolioState, event: PortfolioEvent): ChallengeState | null {
  const { prop, balance } = state;
  if (event.type === "challenge-started") {
    const { challengeId, plan, phase, atMs } = event;
    return startProp({ challengeId, plan, phase, start: balance, atMs });
  }
  if (prop === null) return null;
  switch (event.type) {
    case "day-rolled":
      return rollDay(prop, {
        atMs: event.resetMs,
        balance,
        equity: event.equity,
        verifiedEquity: event.verifiedEquity,
        unconfirmed: event.marks.filter(({ isStale }) => isStale),
      });
    case "day-corrected":
      return correctDay(prop, event.equity);
    case "equity-peaked":
      return raisePeak(prop, event.equity);
    case "room-warned":
      return { ...prop, warned: [...prop.warned, event.rule.id] };
    case "challenge-scaled":
      return scaleStart(prop, balance, event.amount);
    case "trading-paused":
      return { ...prop, pausedUntilMs: event.untilMs };
    case "order-filled":
      return recordTrading(prop, { balance, hasOpened: hasOpened(state, event) });
    default:
      return recordTrading(prop, { balance, hasOpened: false });
  }
}
