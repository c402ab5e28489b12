import "server-only";
import { endSessions } from "@/lib/auth/session/session-store";
import type { UserRole } from "@/lib/core/account-terms";
import { changeUser, type UserRow } from "@/lib/db/admin/admin-users";
import { AppError } from "@/lib/schemas/api-error";

type Change = { adminId: string; userId: string; reason: string };

/**
 * Bans or unbans a user and ends every session. @throws AppError `not_found`, `last_admin`, `forbidden` for
 * oneself
 */
export function setBan({ banned, ...change }: Change & { banned: boolean }): Promise<UserRow> {
  const data = { bannedAt: banned ? new Date() : null, banReason: banned ? change.reason : null };
  return changeAccess(change, banned ? "ban-user" : "unban-user", data);
}

/** Changes a user's role. Sessions contain the role, so all of them end. @throws AppError as `setBan` */
export function setRole({ role, ...change }: Change & { role: UserRole }): Promise<UserRow> {
  return changeAccess(change, "change-role", { role });
}

async function changeAccess(
  { adminId, userId, reason }: Change,
  action: string,
  data: Parameters<typeof changeUser>[2],
): Promise<UserRow> {
  if (adminId === userId) throw new AppError("forbidden", "Admins can't change their own access.");
  const at = new Date();
  const user = await changeUser({ adminId, action, target: `user:${userId}`, reason }, userId, data, at);
  await endSessions(userId, at);
  return user;
}
