import "server-only";
import { createHash } from "node:crypto";
import { endSession, listSessions } from "@/lib/auth/session/session-store";
import { isSampleUser } from "@/lib/core/sample-account";
import type { SessionLineDto } from "@/lib/schemas/account";
import { AppError } from "@/lib/schemas/api-error";

/** The sessions of a user, newest first, by handles that can't be used to sign in. */
export async function listOwnSessions(userId: string, currentId: string): Promise<SessionLineDto[]> {
  const all = await listSessions(userId);
  // Other visitors of a sample account are none of this one's business.
  const sessions = isSampleUser(userId) ? all.filter(({ sessionId }) => sessionId === currentId) : all;
  return sessions.map((session) => ({
    handle: handleOf(session.sessionId),
    isCurrent: session.sessionId === currentId,
    userAgent: session.userAgent,
    clientIp: session.clientIp,
    createdAt: new Date(session.createdMs).toISOString(),
    seenAt: new Date(session.seenMs).toISOString(),
  }));
}

/** Ends one of a user's sessions. @throws AppError `not_found` when the user has none with this handle. */
export async function endOwnSession(userId: string, handle: string): Promise<void> {
  const session = (await listSessions(userId)).find(({ sessionId }) => handleOf(sessionId) === handle);
  if (!session) throw new AppError("not_found", "There is no such session.");
  await endSession(userId, session.sessionId);
}

function handleOf(sessionId: string): string {
  return createHash("sha256").update(sessionId).digest("hex").slice(0, 16);
}
