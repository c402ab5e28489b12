import { raiseMark } from "@/lib/auth/session/session-mark";
import { createSession, type SessionRecord } from "@/lib/auth/session/session-store";
import { encodeSessionToken, sessionCookieName } from "@/lib/auth/session/session-token";

/**
 * Begins a session for a user as a sign-in would, and returns the headers that a browser would then send. Its user is
 * taken as one whose sessions were never ended, for tests without a database.
 */
export async function signInAs(
  user: Pick<SessionRecord, "userId"> & Partial<SessionRecord>,
): Promise<{ cookie: string; sessionId: string; userId: string; createdMs: number }> {
  const record: SessionRecord = {
    role: "TRADER",
    email: `${user.userId}@terminal-zero.local`,
    displayName: "Test trader",
    // Later than what has just ended all sessions.
    createdMs: Date.now() + 1,
    userAgent: "test",
    clientIp: "127.0.0.1",
    ...user,
  };
  const sessionId = await createSession(record);
  await raiseMark(user.userId, 0);
  const token = await encodeSessionToken({ userId: user.userId, sessionId });
  const { userId, createdMs } = record;
  return { cookie: `${sessionCookieName()}=${token}`, sessionId, userId, createdMs };
}
