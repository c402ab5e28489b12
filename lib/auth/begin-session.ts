import "server-only";
import { createSession, endSession } from "@/lib/auth/session-store";
import { findUser, type User } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/** Where somebody signs in from, for the list of sessions. */
export type Origin = { address: string; userAgent: string };

/**
 * Begins a session for a user who has proven to be one, and returns its id.
 *
 * @throws AppError `account_banned` when the user was banned, or signed out everywhere, at this very moment.
 */
export async function beginSession(user: User, origin: Origin): Promise<string> {
  const createdMs = Date.now();
  const sessionId = await createSession({
    userId: user.id,
    role: user.role === "ADMIN" ? "ADMIN" : "TRADER",
    email: user.email,
    displayName: user.displayName,
    createdMs,
    userAgent: origin.userAgent.slice(0, 300),
    address: origin.address,
  });
  // A ban writes the database first and ends the sessions then: one of us sees the other.
  const now = await findUser(user.id);
  const isOver = (now?.sessionsEndedAt?.getTime() ?? 0) > createdMs;
  if (!now || now.bannedAt || now.deletedAt || isOver || now.role !== user.role) {
    await endSession(user.id, sessionId);
    throw new AppError("account_banned", "This account may not sign in.");
  }
  return sessionId;
}
