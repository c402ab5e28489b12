import "server-only";
import { openPhase } from "@/lib/challenge/open-phase";
import { findChallengesToContinue, type StoredChallenge } from "@/lib/db/queries/challenges";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { reportError } from "@/lib/infra/telemetry/report-error";

const BATCH = 100;

/**
 * Opens the next phase of every challenge whose newest one was passed. A failure is reported and does not stop the
 * others. Returns how many were opened.
 */
export async function continueChallenges(): Promise<number> {
  let opened = 0;
  for (const challenge of await findChallengesToContinue(BATCH)) {
    try {
      if (await openNext(challenge)) opened += 1;
    } catch (error) {
      reportError("phase-not-opened", error, { challengeId: challenge.id });
    }
  }
  return opened;
}

/** @returns whether a phase was opened */
async function openNext(challenge: StoredChallenge): Promise<boolean> {
  const newest = challenge.phases.at(-1);
  if (newest === undefined) return false;
  const { state } = await requireOwnPortfolio(challenge.userId, newest.portfolioId);
  if (state.challenge === null) return false;
  const { plan, start } = state.challenge;
  await openPhase({
    challengeId: challenge.id,
    userId: challenge.userId,
    plan,
    phase: newest.phase + 1,
    start,
  });
  return true;
}
