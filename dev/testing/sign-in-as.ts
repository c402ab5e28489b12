import { createSession, type SessionRecord } from "@/lib/auth/session-store";
import { encodeSessionToken, sessionCookieName } from "@/lib/auth/session-token";

/** Begins a session for a user as a sign-in would, and returns the headers that a browser would then send. */
export async function signInAs(
  user: Pick<SessionRecord, "userId"> & Partial<SessionRecord>,
): Promise<{ cookie: string; sessionId: string }> {
  const sessionId = await createSession({
    role: "TRADER",
    email: `${user.userId}@terminal-zero.local`,
    displayName: "Test trader",
    createdMs: Date.now(),
    userAgent: "test",
    address: "127.0.0.1",
    ...user,
  });
  const token = await encodeSessionToken({ userId: user.userId, sessionId });
  return { cookie: `${sessionCookieName()}=${token}`, sessionId };
}
