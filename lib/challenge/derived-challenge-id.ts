import "server-only";
import { createHmac } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";

/**
 * Ids of challenges that are started without a grant: derived from what may exist once, so that concurrent
 * requests start one. They are part of the certificate's public URL, so they reveal nothing and can't be
 * guessed.
 */

/** Id of the challenge that a user's tier includes this month: one for each user and month. */
export function includedChallengeId(userId: string, now = new Date()): string {
  return deriveId(`${userId} ${now.toISOString().slice(0, 7)}`);
}

/** Id of a user's try of a free plan, after `earlier` tries of it. */
export function freeChallengeId(userId: string, planId: string, earlier: number): string {
  return deriveId(`${userId} free ${planId} ${earlier}`);
}

function deriveId(text: string): string {
  return createHmac("sha256", deriveKey("challenge-id")).update(text).digest("hex").slice(0, 32);
}
