import { expect, it } from "vitest";
import { listChallengeRecords } from "@/lib/core/challenge/challenge-records";
import { PLANS } from "@/lib/core/challenge/plans";
import { parseMoney } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";

const [PLAN] = PLANS;
const OF = { challengeId: "c", phase: 1 };

const started = { type: "challenge-started", ...OF, plan: PLAN, seq: 2, atMs: 1_000 } as PortfolioEvent;
const breached = { type: "challenge-breached", ...OF, seq: 8, atMs: 2_000 } as PortfolioEvent;
function passed(isLast: boolean): PortfolioEvent {
  const figures = { balance: parseMoney("11000"), tradingDays: 5 };
  return { type: "phase-passed", ...OF, isLast, ...figures, seq: 7, atMs: 3_000 };
}

it("starts a phase with the plan as it was", () => {
  expect(listChallengeRecords([started])).toEqual({
    started: [{ ...OF, status: "RUNNING", plan: PLAN, startedAtMs: 1_000 }],
    ended: [],
  });
});

it.each([
  ["a breach fails phase and challenge", breached, "FAILED", true],
  ["the last phase passes the challenge", passed(true), "PASSED", true],
  ["another phase passes alone", passed(false), "PASSED", false],
] as const)("%s, with the event as evidence", (_, event, status, endsChallenge) => {
  const { seq, atMs } = event;
  expect(listChallengeRecords([event])).toEqual({
    started: [],
    ended: [{ ...OF, status, endedAtMs: atMs, endedSeq: seq, endsChallenge }],
  });
});

it("leaves everything as it is by other events", () => {
  const locked: PortfolioEvent = {
    type: "portfolio-locked",
    reason: "challenge_failed",
    seq: 9,
    atMs: 2_000,
  };
  expect(listChallengeRecords([locked])).toEqual({ started: [], ended: [] });
});
