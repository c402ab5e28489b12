import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import type { Standing } from "@/lib/core/challenge/evaluate";
import type { Money } from "@/lib/core/decimal";
import { apply } from "@/lib/core/engine/apply";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state/state";

/** A phase after an event that changed its balance or its rules' state. `equity` only where the event has it. */
export type ChallengeMoment = {
  atMs: number;
  challenge: ChallengeState;
  balance: Money;
  equity: Money | null;
};

/** A phase as its log tells it; `end` is the standing that its result was decided by, null while it runs. */
export type ChallengeReplay = {
  moments: ChallengeMoment[];
  end: { challenge: ChallengeState; now: Standing } | null;
};

/** Replays the log of a phase's portfolio from its first event. */
export function replayChallenge(events: Iterable<PortfolioEvent>): ChallengeReplay {
  const moments: ChallengeMoment[] = [];
  let end: ChallengeReplay["end"] = null;
  let state: PortfolioState = EMPTY_STATE;
  for (const event of events) {
    const before = state;
    state = apply(state, event);
    const { challenge, balance } = state;
    if (challenge === null) continue;
    const equity = "equity" in event ? event.equity : null;
    const isFailed = event.type === "rule-enforced" && event.outcome === "failed";
    if (isFailed || event.type === "challenge-breached" || event.type === "phase-passed") {
      const now = { balance: event.balance, equity: equity ?? event.balance };
      end = { challenge, now: { ...now, hasPosition: state.positions.length > 0 } };
    }
    if (challenge === before.challenge && balance === before.balance && equity === null) continue;
    moments.push({ atMs: event.atMs, challenge, balance, equity });
  }
  return { moments, end };
}
