import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { recordProof } from "@/lib/auth/recent-proof";
import {
  distrustMarks,
  markKey,
  publishMark,
  readMarks,
  readStoredMarks,
} from "@/lib/auth/session/session-mark";
import { SESSION_MAX_AGE_S } from "@/lib/auth/session/session-token";
import { USER_ROLES } from "@/lib/core/account-terms";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Lifetime of an unused session, in seconds. */
const IDLE_S = 7 * 86_400;

const recordSchema = z.object({
  userId: z.string(),
  role: z.enum(USER_ROLES),
  email: z.string(),
  displayName: z.string(),
  createdMs: z.number(),
  userAgent: z.string(),
  clientIp: z.string(),
});

/** The attributes of a session that are stored in Redis. */
export type SessionRecord = z.infer<typeof recordSchema>;
export type Role = SessionRecord["role"];

/** An entry of a user's own list of sessions. */
export type SessionLine = SessionRecord & { sessionId: string; seenMs: number };

/** A session's id, user and creation time. */
export type SessionName = { sessionId: string; userId: string; createdMs: number };

const keyOf = (sessionId: string) => `session:${sessionId}`;
/** For display and cleanup only: the validity of a session never depends on the list. */
const listOf = (userId: string) => `user-sessions:${userId}`;

/**
 * Creates a session of an authenticated user, and returns its id. Throws when Redis is unavailable, so that
 * there is no sign-in then.
 */
export async function createSession(record: SessionRecord): Promise<string> {
  const sessionId = randomBytes(24).toString("base64url");
  await getFailFastRedis()
    .multi()
    .set(keyOf(sessionId), JSON.stringify(record), { ex: IDLE_S })
    .sadd(listOf(record.userId), sessionId)
    .expire(listOf(record.userId), SESSION_MAX_AGE_S)
    .exec();
  await recordProof(sessionId, record.createdMs);
  return sessionId;
}

/**
 * The session of this user, extended by being read; null when it has ended, alone or with all others of the
 * user. One request to Redis: `getex` reads the mark, since the client sends the reads of a turn separately from its
 * writes. Throws when Redis is unavailable.
 */
export async function touchSession(userId: string, sessionId: string): Promise<SessionRecord | null> {
  const redis = getFailFastRedis();
  const [stored, copy] = await Promise.all([
    redis.getex<string>(keyOf(sessionId), { ex: IDLE_S }),
    redis.getex<string>(markKey(userId)),
    redis.expire(listOf(userId), SESSION_MAX_AGE_S),
  ]).catch((error) => {
    distrustMarks();
    throw error;
  });
  const record = parseRecord(stored);
  if (record?.userId !== userId || isTooOld(record)) return null;
  const marks = await readMarks([userId], [copy]);
  return isEnded(record, marks) ? null : record;
}

/** The active sessions of a user, newest first. */
export async function listSessions(userId: string): Promise<SessionLine[]> {
  const redis = getFailFastRedis();
  const ids = await redis.smembers(listOf(userId));
  const lines = await Promise.all(
    ids.map(async (sessionId) => {
      const [stored, leftMs] = await Promise.all([
        redis.get<string>(keyOf(sessionId)),
        redis.pttl(keyOf(sessionId)),
      ]);
      const record = parseRecord(stored);
      return record && { ...record, sessionId, seenMs: Date.now() - (IDLE_S * 1_000 - leftMs) };
    }),
  );
  return lines
    .filter((line) => line !== null)
    .filter((line) => !isTooOld(line))
    .sort((a, b) => b.createdMs - a.createdMs);
}

/** Ends one session of a user; false when it belongs to another user or has already ended. */
export async function endSession(userId: string, sessionId: string): Promise<boolean> {
  const redis = getFailFastRedis();
  const record = parseRecord(await redis.get<string>(keyOf(sessionId)));
  if (record?.userId !== userId) return false;
  const [, ended] = await Promise.all([redis.srem(listOf(userId), sessionId), redis.del(keyOf(sessionId))]);
  return ended === 1;
}

/**
 * Ends every session of a user that began at `endedAt` or before. The database must be updated first: it is
 * read while Redis is unavailable.
 */
export async function endSessions(userId: string, endedAt: Date): Promise<void> {
  await publishMark(userId, endedAt.getTime());
  const redis = getFailFastRedis();
  try {
    const ended = (await listSessions(userId)).filter(({ createdMs }) => createdMs <= endedAt.getTime());
    const ids = ended.map(({ sessionId }) => sessionId);
    if (ids.length === 0) return;
    await Promise.all([redis.del(...ids.map(keyOf)), redis.srem(listOf(userId), ...ids)]);
  } catch (error) {
    // Cleanup only: the mark has ended the sessions.
    reportError("sessions-not-tidied", error);
  }
}

/** Copies a change of the user to the user's sessions. A session that ends meanwhile stays ended. */
export async function updateSessions(
  userId: string,
  change: Partial<Pick<SessionRecord, "email" | "displayName">>,
): Promise<void> {
  const redis = getFailFastRedis();
  for (const { sessionId, seenMs: _, ...record } of await listSessions(userId)) {
    const next = JSON.stringify({ ...record, ...change });
    await redis.set(keyOf(sessionId), next, { xx: true, keepTtl: true });
  }
}

/**
 * Which of these sessions have ended. While Redis is unavailable the database is read, which does not contain
 * single ended sessions. Throws when neither is available.
 */
export async function findEndedSessions(sessions: readonly SessionName[]): Promise<string[]> {
  if (sessions.length === 0) return [];
  const userIds = [...new Set(sessions.map(({ userId }) => userId))];
  const redis = getFailFastRedis();
  const keys = [...sessions.map(({ sessionId }) => keyOf(sessionId)), ...userIds.map(markKey)];
  const values = await redis.mget<(string | null)[]>(...keys).catch((error) => {
    distrustMarks();
    reportError("sessions-unreadable", error);
    return null;
  });
  const marks = values
    ? await readMarks(userIds, values.slice(sessions.length))
    : await readStoredMarks(userIds);
  return sessions
    .filter((session, index) => values?.[index] === null || isTooOld(session) || isEnded(session, marks))
    .map(({ sessionId }) => sessionId);
}

/** Whether a session has reached the maximum lifetime of a sign-in. */
function isTooOld({ createdMs }: { createdMs: number }): boolean {
  return Date.now() >= createdMs + SESSION_MAX_AGE_S * 1_000;
}

function isEnded(session: { userId: string; createdMs: number }, marks: Map<string, number>): boolean {
  return session.createdMs <= (marks.get(session.userId) ?? Number.POSITIVE_INFINITY);
}

function parseRecord(stored: string | null): SessionRecord | null {
  return stored === null ? null : recordSchema.parse(JSON.parse(stored));
}
