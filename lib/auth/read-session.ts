import "server-only";
import { type Role, touchSession } from "@/lib/auth/session-store";
import { readSessionToken } from "@/lib/auth/session-token";
import { reportError } from "@/lib/infra/report-error";
import { AppError } from "@/lib/schemas/api-error";

const RETRY_AFTER_S = 2;

/** Who is asking, and by which session. */
export type Session = {
  userId: string;
  role: Role;
  email: string;
  displayName: string;
  sessionId: string;
};

/**
 * The session that the request's cookie belongs to; null for nobody. A sound cookie is not enough: its session
 * must still exist.
 *
 * @throws AppError `service_unavailable` when Redis can't be asked.
 */
export async function readSession(headers: { cookie?: string | null }): Promise<Session | null> {
  const token = await readSessionToken(headers.cookie);
  if (!token) return null;
  const record = await touchSession(token.sessionId).catch((error) => {
    reportError("sessions-unreadable", error);
    const message = "Sessions can't be checked at the moment. Try again in a few seconds.";
    throw new AppError("service_unavailable", message, { retryAfterSeconds: RETRY_AFTER_S });
  });
  if (record?.userId !== token.userId) return null;
  const { userId, role, email, displayName } = record;
  return { userId, role, email, displayName, sessionId: token.sessionId };
}
