import "server-only";
import { getFailFastRedis } from "@/lib/infra/redis/redis";

/** How long a challenge may be answered, in seconds. */
export const CHALLENGE_LIFE_S = 5 * 60;

/** What a challenge may be used for: a sign-in, or a new passkey of one user. */
export type ChallengeUse = "assertion" | `registration:${string}`;

const keyOf = (use: ChallengeUse, challenge: string) => `passkey-challenge:${use}:${challenge}`;

/** Stores a challenge that was sent to a browser. Throws when Redis is unavailable. */
export async function storeChallenge(use: ChallengeUse, challenge: string): Promise<void> {
  await getFailFastRedis().set(keyOf(use, challenge), "1", { ex: CHALLENGE_LIFE_S });
}

/** Whether a challenge was stored for this use; it can be answered once. Throws when Redis is unavailable. */
export async function consumeChallenge(use: ChallengeUse, challenge: string): Promise<boolean> {
  return (await getFailFastRedis().del(keyOf(use, challenge))) === 1;
}
