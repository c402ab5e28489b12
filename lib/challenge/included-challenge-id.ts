import "server-only";
import { createHmac } from "node:crypto";
import { deriveKey } from "@/lib/infra/derive-key";

/**
 * Id of the challenge that a user's tier includes this month: deterministic by user and month, so that there
 * is only one. It is part of the certificate's public URL, so it reveals neither and can't be guessed.
 */
export function includedChallengeId(userId: string, now = new Date()): string {
  const text = `${userId} ${now.toISOString().slice(0, 7)}`;
  return createHmac("sha256", deriveKey("challenge-id")).update(text).digest("hex").slice(0, 32);
}
