import "server-only";
import { includedChallengeId } from "@/lib/challenge/derived-challenge-id";
import { toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import { TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import { listChallengesOf } from "@/lib/db/queries/challenges";
import { findUserTier, listUnusedChallengeGrants } from "@/lib/db/queries/entitlements";
import type { ChallengeSummary } from "@/lib/schemas/challenge/challenge-responses";
import { ENTITLEMENTS, findProduct } from "@/lib/schemas/products";

/** A user's challenges, the ones paid for but not started, and what the tier still includes this month. */
export async function listChallenges(userId: string): Promise<{
  challenges: ChallengeSummary[];
  unused: { grantId: string; productId: string; name: string }[];
  isTrialOpen: boolean;
  includedLeft: number;
  included: { productId: string; name: string }[];
}> {
  const [challenges, grants, tier] = await Promise.all([
    listChallengesOf(userId),
    listUnusedChallengeGrants(userId),
    findUserTier(userId),
  ]);
  const isIncludedUsed = challenges.some(({ id }) => id === includedChallengeId(userId));
  const { challengesMonthly, includedChallenges } = ENTITLEMENTS[tier];
  const includedLeft = isIncludedUsed ? 0 : challengesMonthly;
  const summaries = challenges.map(toSummaryDto);
  return {
    challenges: summaries,
    isTrialOpen: !summaries.some(({ planId, status }) => planId === TRIAL_PLAN.id && status === "RUNNING"),
    unused: grants.flatMap(({ id, product }) => {
      const found = findProduct(product);
      return found?.kind === "challenge" ? [{ grantId: id, productId: product, name: found.name }] : [];
    }),
    includedLeft,
    included: includedChallenges.flatMap((productId) => {
      const found = findProduct(productId);
      return includedLeft > 0 && found !== null ? [{ productId, name: found.name }] : [];
    }),
  };
}
