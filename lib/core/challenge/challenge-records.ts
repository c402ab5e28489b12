import type { Plan } from "@/lib/core/challenge/plan";
import type { PortfolioEvent } from "@/lib/core/engine/events";

/** Status of a challenge or of one of its phases. */
export const CHALLENGE_STATUSES = ["RUNNING", "PASSED", "FAILED"] as const;

/** A phase that starts. The first one starts its challenge; a later one becomes the challenge's running phase. */
export type StartedPhase = {
  challengeId: string;
  phase: number;
  status: "RUNNING";
  plan: Plan;
  startedAtMs: number;
};

/** A phase that ends, with the sequence of the event that ended it: its evidence. */
export type EndedPhase = {
  challengeId: string;
  phase: number;
  status: "PASSED" | "FAILED";
  endedAtMs: number;
  endedSeq: number;
  /** The challenge ends with it: the last phase was passed, or a rule was breached. */
  endsChallenge: boolean;
};

/** The phases that `events` start and those that they end, in order. */
export function listChallengeRecords(events: readonly PortfolioEvent[]): {
  started: StartedPhase[];
  ended: EndedPhase[];
} {
  const started: StartedPhase[] = [];
  const ended: EndedPhase[] = [];
  for (const event of events) {
    switch (event.type) {
      case "challenge-started": {
        const { challengeId, phase, plan, atMs } = event;
        started.push({ challengeId, phase, status: "RUNNING", plan, startedAtMs: atMs });
        break;
      }
      case "phase-passed":
        ended.push({ ...endOf(event), status: "PASSED", endsChallenge: event.isLast });
        break;
      case "rule-enforced":
        if (event.outcome === "failed")
          ended.push({ ...endOf(event), status: "FAILED", endsChallenge: true });
        break;
      case "challenge-breached":
        ended.push({ ...endOf(event), status: "FAILED", endsChallenge: true });
        break;
    }
  }
  return { started, ended };
}

function endOf(event: { challengeId: string; phase: number; seq: number; atMs: number }) {
  const { challengeId, phase, seq, atMs } = event;
  return { challengeId, phase, endedAtMs: atMs, endedSeq: seq };
}
