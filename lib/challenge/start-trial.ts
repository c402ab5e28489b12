import "server-only";
import { createHmac } from "node:crypto";
import { openPhase } from "@/lib/challenge/open-phase";
import { toSummaryDto } from "@/lib/challenge/to-challenge-dto";
import { TRIAL_PLAN } from "@/lib/core/challenge/trial-plan";
import { parseMoney } from "@/lib/core/decimal";
import { findChallenge, listTriesOf } from "@/lib/db/queries/challenges";
import { deriveKey } from "@/lib/infra/derive-key";
import type { ChallengeSummary } from "@/lib/schemas/challenge/challenge-responses";
import { TRIAL_BALANCE } from "@/lib/schemas/products";

/** Starts a free trial, or returns the running one: a user has one at a time, however many requests ask. */
export async function startTrial(userId: string): Promise<ChallengeSummary> {
  const trials = await listTriesOf(userId, TRIAL_PLAN.id);
  const running = trials.find(({ status, voidedAt }) => status === "RUNNING" && voidedAt === null);
  if (running !== undefined) return toSummaryDto(running);
  const challengeId = createTrialId(userId, trials.length);
  await openPhase({ challengeId, userId, plan: TRIAL_PLAN, phase: 1, start: parseMoney(TRIAL_BALANCE) });
  const opened = await findChallenge(userId, challengeId);
  if (opened === null) throw new Error(`Trial ${challengeId} was not written with its portfolio.`);
  return toSummaryDto(opened);
}

/** Deterministic by the user and the number of earlier trials, so that concurrent requests start the same one. */
function createTrialId(userId: string, earlier: number): string {
  return createHmac("sha256", deriveKey("challenge-id"))
    .update(`${userId} trial ${earlier}`)
    .digest("hex")
    .slice(0, 32);
}
