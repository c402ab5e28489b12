import "server-only";
import { createSession, endSession } from "@/lib/auth/session/session-store";
import { findUser, type User } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";
import type { LocaleTag } from "@/lib/schemas/locale";

/** The origin of a sign-in, for the list of sessions. */
export type Origin = { clientIp: string; userAgent: string; locale: LocaleTag };

/**
 * Creates a session for an authenticated user and returns its id. `user` is the row that the credentials were
 * checked against: whatever has ended sessions since ends this one, too.
 *
 * @throws AppError `account_banned` when the user was banned, or signed out everywhere, concurrently.
 */
export async function beginSession(user: User, origin: Origin): Promise<string> {
  // Later than the end of the previous sessions, even if another server's clock is ahead.
  const createdMs = Math.max(Date.now(), (user.sessionsEndedAt?.getTime() ?? 0) + 1);
  const sessionId = await createSession({
    userId: user.id,
    role: user.role === "ADMIN" ? "ADMIN" : "TRADER",
    email: user.email,
    displayName: user.displayName,
    createdMs,
    userAgent: origin.userAgent.slice(0, 300),
    clientIp: origin.clientIp,
  });
  // Sessions are ended in the database first, so one of the two concurrent operations sees the other.
  const now = await findUser(user.id);
  const isOver = now?.sessionsEndedAt?.getTime() !== user.sessionsEndedAt?.getTime();
  if (!now || now.bannedAt || now.deletedAt || isOver || now.role !== user.role) {
    await endSession(user.id, sessionId);
    throw new AppError("account_banned", "This account may not sign in.");
  }
  return sessionId;
}
