import "server-only";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { endSessions } from "@/lib/auth/session/session-store";
import { forgetUser } from "@/lib/db/admin/forget-user";
import { listStoredElsewhere } from "@/lib/db/journal/screenshots";
import { findUser } from "@/lib/db/queries/users/users";
import { deleteContents } from "@/lib/infra/storage/picture-content";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Deletes a user's own account: erases the person and ends every session.
 *
 * @throws AppError `proof_required`, `forbidden` for an admin, whose actions must remain auditable
 */
export async function deleteAccount(session: { userId: string; sessionId: string }): Promise<void> {
  const { userId } = session;
  await assertRecentProof(session);
  const user = await findUser(userId);
  const at = new Date();
  const pictures = await listStoredElsewhere(userId);
  if (!(await forgetUser(userId, at))) {
    throw new AppError("forbidden", "An admin's account can't be deleted. Give the role up first.");
  }
  await deleteContents(userId, pictures);
  await endSessions(userId, at);
  if (user) notifyAccessChange(user, "account-deleted");
}
