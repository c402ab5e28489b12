import "server-only";
import { findProofMethods } from "@/lib/db/queries/users/users";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Maximum age of a re-authentication for changes to an account, and for the writes of an admin, in seconds.
 */
const ACCOUNT_PROOF_S = 10 * 60;
export const ADMIN_PROOF_S = 15 * 60;

/** Redis key of a session's last re-authentication; it expires after the longest limit. */
const keyOf = (sessionId: string) => `session-proof:${sessionId}`;

/**
 * Records that the owner of a session has just authenticated: by signing in, or by a password or code again.
 */
export async function recordProof(sessionId: string, atMs = Date.now()): Promise<void> {
  await getFailFastRedis().set(keyOf(sessionId), String(atMs), { ex: ADMIN_PROOF_S });
}

/**
 * Requires that the owner of a session has authenticated recently.
 *
 * @throws AppError `proof_required` with the ways in which this user can authenticate. Throws when Redis is
 * unavailable.
 */
export async function assertRecentProof(
  session: { userId: string; sessionId: string },
  maxAgeS = ACCOUNT_PROOF_S,
): Promise<void> {
  const verifiedMs = Number((await getFailFastRedis().get<string>(keyOf(session.sessionId))) ?? 0);
  if (Date.now() - verifiedMs < maxAgeS * 1_000) return;
  const methods = await findProofMethods(session.userId);
  throw new AppError("proof_required", "Confirm that it is you, then send this again.", { methods });
}
