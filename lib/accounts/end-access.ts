import "server-only";
import { endSessions, type Role } from "@/lib/auth/session-store";
import { type User, updateUser } from "@/lib/db/users";

/**
 * Bans a user: every session ends at once, and no new one begins. The database knows first, so that whoever is
 * signing in at this moment is stopped, too.
 */
export async function banUser(userId: string, reason: string): Promise<User> {
  const now = new Date();
  const user = await updateUser(userId, { bannedAt: now, banReason: reason, sessionsEndedAt: now });
  await endSessions(userId);
  return user;
}

/** Changes what a user may do. Sessions carry the role, so that all of them end. */
export async function changeRole(userId: string, role: Role): Promise<User> {
  const user = await updateUser(userId, { role, sessionsEndedAt: new Date() });
  await endSessions(userId);
  return user;
}

/** Signs a user out everywhere. */
export async function signOutEverywhere(userId: string): Promise<void> {
  await updateUser(userId, { sessionsEndedAt: new Date() });
  await endSessions(userId);
}
