import "server-only";
import { openPhase } from "@/lib/challenge/open-phase";
import { findChallengesToContinue } from "@/lib/db/queries/challenges";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";

const BATCH = 100;

/** Opens the next phase of every challenge whose newest one was passed. Returns how many. */
export async function continueChallenges(): Promise<number> {
  const waiting = await findChallengesToContinue(BATCH);
  for (const challenge of waiting) {
    const newest = challenge.phases.at(-1);
    if (newest === undefined) continue;
    const { state } = await requireOwnPortfolio(challenge.userId, newest.portfolioId);
    if (state.prop === null) continue;
    const { plan, start } = state.prop;
    await openPhase({
      challengeId: challenge.id,
      userId: challenge.userId,
      plan,
      phase: newest.phase + 1,
      start,
    });
  }
  return waiting.length;
}
