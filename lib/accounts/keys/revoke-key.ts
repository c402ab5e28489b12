import "server-only";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { revokeStoredKey } from "@/lib/db/queries/users/api-keys";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Revokes a key of the user, after a recent re-authentication: its next call is rejected and its sockets are
 * closed. @throws AppError `proof_required`, `not_found`
 */
export async function revokeKey(session: { userId: string; sessionId: string }, key: string): Promise<void> {
  await assertRecentProof(session);
  if (!(await revokeStoredKey(session.userId, key, new Date()))) {
    throw new AppError("not_found", "There is no such key in use.");
  }
  const user = await findUser(session.userId);
  if (user) notifyAccessChange(user, "api-key-revoked");
}
