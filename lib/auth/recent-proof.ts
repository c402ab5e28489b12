import "server-only";
import { findProofMethods } from "@/lib/db/queries/users";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { AppError } from "@/lib/schemas/api-error";

/** How old a proof may be for changes to an account, and for the writes of an admin, in seconds. */
const ACCOUNT_PROOF_S = 10 * 60;
export const ADMIN_PROOF_S = 15 * 60;

/** Where a session keeps when its owner last proved to be the user. Nothing older than the longest limit is kept. */
const keyOf = (sessionId: string) => `session-proof:${sessionId}`;

/** Notes that the owner of a session has just proved to be its user: by signing in, or by a password or code again. */
export async function recordProof(sessionId: string, atMs = Date.now()): Promise<void> {
  await getFailFastRedis().set(keyOf(sessionId), String(atMs), { ex: ADMIN_PROOF_S });
}

/**
 * Lets only a session pass whose owner has proved to be the user a short while ago.
 *
 * @throws AppError `proof_required` with the ways in which this user can prove it. Throws when Redis is unavailable.
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
