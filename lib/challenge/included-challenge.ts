import "server-only";
import { createHmac } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";

/**
 * Id of the challenge that a user's tier includes this month: the same for the same user and month, so that there is
 * one. It stands in the certificate's public address, so that it names neither and can't be guessed.
 */
export function includedChallengeId(userId: string, now = new Date()): string {
  const text = `${userId} ${now.toISOString().slice(0, 7)}`;
  return createHmac("sha256", deriveKey("challenge-id")).update(text).digest("hex").slice(0, 32);
}
