import "server-only";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { removeStoredPasskey } from "@/lib/db/access/passkeys";
import { findUser } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Removes a passkey of the user, after a recent re-authentication.
 *
 * @throws AppError `proof_required`, `not_found`
 */
export async function removePasskey(
  session: { userId: string; sessionId: string },
  id: string,
): Promise<void> {
  await assertRecentProof(session);
  if (!(await removeStoredPasskey(session.userId, id))) {
    throw new AppError("not_found", "You have no such passkey.");
  }
  const user = await findUser(session.userId);
  if (user) notifyAccessChange(user, "passkey-removed");
}
