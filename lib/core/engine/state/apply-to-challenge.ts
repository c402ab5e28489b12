import {
  type ChallengeState,
  correctDay,
  raisePeak,
  recordTrading,
  rollDay,
  scaleStart,
  startChallengeState,
  trackTrading,
} from "@/lib/core/challenge/challenge-state";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { listBareSymbols } from "@/lib/core/engine/state/read-trading-view";
import { hasOpened, type PortfolioState } from "@/lib/core/engine/state/state";

/** Challenge state after one event; `state` is the state after the event except for the challenge. */
export function applyToChallenge(state: PortfolioState, event: PortfolioEvent): ChallengeState | null {
  const challenge = applyEvent(state, event);
  if (challenge === null || tradingRulesOfPhase(challenge.plan, challenge.phase).length === 0)
    return challenge;
  const hasFilled = event.type === "order-filled";
  return trackTrading(challenge, { atMs: event.atMs, hasFilled, bare: listBareSymbols(state) });
}

function applyEvent(state: PortfolioState, event: PortfolioEvent): ChallengeState | null {
  const { challenge, balance } = state;
  if (event.type === "challenge-started") {
    const { challengeId, plan, phase, atMs } = event;
    return startChallengeState({ challengeId, plan, phase, start: balance, atMs });
  }
  if (challenge === null) return null;
  switch (event.type) {
    case "day-rolled":
      return rollDay(challenge, {
        atMs: event.resetMs,
        balance,
        equity: event.equity,
        verifiedEquity: event.verifiedEquity,
        unconfirmed: event.marks.filter(({ isStale }) => isStale),
      });
    case "day-corrected":
      return correctDay(challenge, event.equity);
    case "equity-peaked":
      return raisePeak(challenge, event.equity);
    case "headroom-warned":
      return { ...challenge, warned: [...challenge.warned, event.rule.id] };
    case "challenge-scaled":
      return scaleStart(challenge, balance, event.amount);
    case "trading-paused":
      return { ...challenge, pausedUntilMs: event.untilMs };
    case "order-filled":
      return recordTrading(challenge, { balance, hasOpened: hasOpened(state, event) });
    default:
      return recordTrading(challenge, { balance, hasOpened: false });
  }
}
