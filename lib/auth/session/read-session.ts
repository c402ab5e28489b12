import "server-only";
import { type Role, type SessionRecord, touchSession } from "@/lib/auth/session/session-store";
import { readSessionToken, type SessionToken } from "@/lib/auth/session/session-token";
import { findUser } from "@/lib/db/queries/users/users";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { AppError } from "@/lib/schemas/api-error";

const RETRY_AFTER_S = 2;
/** Sessions whose last check this process knows, each of some 100 bytes. */
const MAX_CHECKED = 5_000;

/** The user of a request, and the session. */
export type Session = {
  userId: string;
  role: Role;
  email: string;
  displayName: string;
  sessionId: string;
  createdMs: number;
};

type WhenUnavailable = "reject" | "ask-database";

/**
 * The session of the request's cookie; null without one. A valid cookie is not enough: its session must still
 * exist. `whenUnavailable`: what to do while Redis is unavailable. Reads may use the database instead, which
 * has bans and sign-outs everywhere, but not the end of a single session.
 *
 * @throws AppError `service_unavailable` when Redis is unavailable and `whenUnavailable` is `reject`.
 */
export async function readSession(
  headers: { cookie?: string | null },
  options: { whenUnavailable?: WhenUnavailable } = {},
): Promise<Session | null> {
  const token = await readSessionToken(headers.cookie);
  return token && readSessionOf(token, options);
}

/** The same for a token that was read before; sends its request to Redis in this turn. */
export async function readSessionOf(
  token: SessionToken,
  { whenUnavailable = "reject" }: { whenUnavailable?: WhenUnavailable } = {},
): Promise<Session | null> {
  let record: SessionRecord | null;
  try {
    record = await touchSession(token.userId, token.sessionId);
  } catch (error) {
    reportError("sessions-unreadable", error);
    if (whenUnavailable === "ask-database") return askDatabase(token);
    const message = "Sessions can't be checked at the moment. Try again in a few seconds.";
    throw new AppError("service_unavailable", message, { retryAfterSeconds: RETRY_AFTER_S });
  }
  recordCheck(token.sessionId, record !== null);
  if (!record) return null;
  const { userId, role, email, displayName, createdMs } = record;
  return { userId, role, email, displayName, createdMs, sessionId: token.sessionId };
}

async function askDatabase({ userId, sessionId, issuedMs }: SessionToken): Promise<Session | null> {
  const user = await findUser(userId);
  const isOver = (user?.sessionsEndedAt?.getTime() ?? 0) >= issuedMs;
  if (!user || user.bannedAt || user.deletedAt || isOver) return null;
  const role = user.role === "ADMIN" ? "ADMIN" : "TRADER";
  const { email, displayName } = user;
  return { userId, role, email, displayName, sessionId, createdMs: issuedMs };
}

/** Whether this process's last check of the session found it: the next one will probably find it, too. */
export function isProbablyValid({ sessionId }: SessionToken): boolean {
  return checkedSessions().has(sessionId);
}

function recordCheck(sessionId: string, isValid: boolean): void {
  const checked = checkedSessions();
  if (!isValid) checked.delete(sessionId);
  else if (!checked.has(sessionId)) {
    if (checked.size >= MAX_CHECKED) checked.clear();
    checked.add(sessionId);
  }
}

function checkedSessions(): Set<string> {
  return getProcessSingleton("checked-sessions", () => new Set<string>());
}
