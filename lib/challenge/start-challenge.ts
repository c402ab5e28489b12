import "server-only";
import { freeChallengeId, includedChallengeId } from "@/lib/challenge/derived-challenge-id";
import { openPhase } from "@/lib/challenge/open-phase";
import { readOfferedPlan } from "@/lib/challenge/rulebooks/offered-plans";
import { readOwnPlan } from "@/lib/challenge/rulebooks/read-rulebook";
import { startTrial } from "@/lib/challenge/start-trial";
import { toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import type { Plan } from "@/lib/core/challenge/plan";
import { FREE_PLANS, findPlan } from "@/lib/core/challenge/plans";
import { type Money, parseMoney } from "@/lib/core/decimal";
import { STANDARD_OPENING } from "@/lib/core/opening";
import { claimChallengeGrant, findChallenge, listTriesOf } from "@/lib/db/queries/challenges";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { AppError } from "@/lib/schemas/api-error";
import type { StartChallengeBody } from "@/lib/schemas/challenge/challenge";
import type { ChallengeSummary } from "@/lib/schemas/challenge/challenge-responses";
import { ENTITLEMENTS, findProduct } from "@/lib/schemas/products";

const FREE_BALANCE = parseMoney(STANDARD_OPENING);

/**
 * Starts a challenge from a grant, which is consumed, the one that the tier includes this month, a trial, a
 * free plan or an own rulebook. Idempotent: a retry returns the same challenge. @throws AppError `not_found`, `forbidden`
 */
export async function startChallenge(userId: string, body: StartChallengeBody): Promise<ChallengeSummary> {
  if ("trial" in body) return startTrial(userId);
  if ("freePlan" in body) return startFree(userId, body.freePlan);
  if ("rulebookId" in body) return tryPlan(userId, await readOwnPlan(body.rulebookId));
  const { challengeId, productId } = await ("grantId" in body
    ? claim(userId, body.grantId)
    : include(userId, body.includedProduct));
  const started = await findChallenge(userId, challengeId);
  if (started !== null) return toSummaryDto(started);
  const product = findProduct(productId);
  const plan = product?.kind === "challenge" ? findPlan(product.plan) : null;
  if (product?.kind !== "challenge" || plan === null)
    throw new AppError("not_found", "There is no such challenge.");
  return open({ challengeId, userId, plan, start: parseMoney(product.startingBalance) });
}

async function startFree(userId: string, planId: string): Promise<ChallengeSummary> {
  const plan = FREE_PLANS.includes(planId) ? findPlan(planId) : await readOfferedPlan(planId);
  if (plan === null) throw new AppError("not_found", "There is no such free plan.");
  return tryPlan(userId, plan);
}

/** A plan is tried once at a time, and so are own rulebooks: while a challenge of it runs, that one is returned. */
async function tryPlan(userId: string, plan: Plan): Promise<ChallengeSummary> {
  const tried = await listTriesOf(userId, plan.id);
  const running = tried.find(({ status }) => status === "RUNNING");
  if (running !== undefined) return toSummaryDto(running);
  const challengeId = freeChallengeId(userId, plan.id, tried.length);
  return open({ challengeId, userId, plan, start: FREE_BALANCE });
}

async function open(input: {
  challengeId: string;
  userId: string;
  plan: Plan;
  start: Money;
}): Promise<ChallengeSummary> {
  const { challengeId, userId } = input;
  await openPhase({ ...input, phase: 1 });
  const opened = await findChallenge(userId, challengeId);
  if (opened === null) throw new Error(`Challenge ${challengeId} was not written with its portfolio.`);
  return toSummaryDto(opened);
}

async function claim(userId: string, grantId: string) {
  const productId = await claimChallengeGrant(userId, grantId);
  if (productId === null) throw new AppError("not_found", "There is no such purchase.");
  return { challengeId: grantId, productId };
}

async function include(userId: string, productId: string) {
  const { challengesMonthly, includedChallenges } = ENTITLEMENTS[await findUserTier(userId)];
  if (challengesMonthly === 0) {
    throw new AppError("forbidden", "A challenge each month is part of Elite.", { upgrade: true });
  }
  if (!includedChallenges.some((id) => id === productId)) {
    throw new AppError("forbidden", "This challenge is not one of those that your plan includes.");
  }
  return { challengeId: includedChallengeId(userId), productId };
}
