import "server-only";
import { listChallengesOf } from "@/lib/db/challenges";
import { findTier, listUnusedChallengeGrants } from "@/lib/db/entitlements";
import { describeSummary } from "@/lib/prop/describe-challenge";
import type { ChallengeSummary } from "@/lib/schemas/challenge-answers";
import { ENTITLEMENTS, findProduct } from "@/lib/schemas/products";

/** A user's challenges, the ones paid for and not started, and whether the tier includes one each month. */
export async function listChallenges(userId: string): Promise<{
  challenges: ChallengeSummary[];
  unused: { grantId: string; name: string }[];
  includedMonthly: number;
}> {
  const [challenges, grants, tier] = await Promise.all([
    listChallengesOf(userId),
    listUnusedChallengeGrants(userId),
    findTier(userId),
  ]);
  return {
    challenges: challenges.map(describeSummary),
    unused: grants.flatMap(({ id, product }) => {
      const found = findProduct(product);
      return found?.kind === "challenge" ? [{ grantId: id, name: found.name }] : [];
    }),
    includedMonthly: ENTITLEMENTS[tier].challengesMonthly,
  };
}
