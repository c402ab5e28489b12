import "server-only";
import { randomBytes } from "node:crypto";
import { z } from "zod";
import { SESSION_MAX_AGE_S } from "@/lib/auth/session-token";
import { getImpatientRedis } from "@/lib/infra/redis";

/** A session that is not used for so long has ended, in seconds. */
const IDLE_S = 7 * 86_400;

const recordSchema = z.object({
  userId: z.string(),
  role: z.enum(["TRADER", "ADMIN"]),
  email: z.string(),
  displayName: z.string(),
  createdMs: z.number(),
  userAgent: z.string(),
  address: z.string(),
});

/** What is known of a session without asking the database. */
export type SessionRecord = z.infer<typeof recordSchema>;
export type Role = SessionRecord["role"];

/** One line of a user's own list of sessions. */
export type SessionLine = SessionRecord & { sessionId: string; seenMs: number };

const keyOf = (sessionId: string) => `session:${sessionId}`;
const listOf = (userId: string) => `user-sessions:${userId}`;

/** Begins a session and returns its id. Throws when Redis is away: nobody signs in then. */
export async function createSession(record: SessionRecord): Promise<string> {
  const sessionId = randomBytes(24).toString("base64url");
  await getImpatientRedis()
    .multi()
    .set(keyOf(sessionId), JSON.stringify(record), { ex: IDLE_S })
    .sadd(listOf(record.userId), sessionId)
    .expire(listOf(record.userId), SESSION_MAX_AGE_S)
    .exec();
  return sessionId;
}

/** The session, kept alive by being asked for; null when it has ended. Throws when Redis is away. */
export async function touchSession(sessionId: string): Promise<SessionRecord | null> {
  return parseRecord(await getImpatientRedis().getex<string>(keyOf(sessionId), { ex: IDLE_S }));
}

/** The sessions of a user that have not ended, the newest first. */
export async function listSessions(userId: string): Promise<SessionLine[]> {
  const redis = getImpatientRedis();
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
  return lines.filter((line) => line !== null).sort((a, b) => b.createdMs - a.createdMs);
}

/** Ends one session of a user; false when it is not theirs, or over already. */
export async function endSession(userId: string, sessionId: string): Promise<boolean> {
  const redis = getImpatientRedis();
  if ((await redis.srem(listOf(userId), sessionId)) === 0) return false;
  return (await redis.del(keyOf(sessionId))) === 1;
}

/** Ends every session of a user, but for `keep`. */
export async function endSessions(userId: string, options: { keep?: string } = {}): Promise<void> {
  const redis = getImpatientRedis();
  const ids = (await redis.smembers(listOf(userId))).filter((id) => id !== options.keep);
  if (ids.length === 0) return;
  await redis
    .multi()
    .del(...ids.map(keyOf))
    .srem(listOf(userId), ...ids)
    .exec();
}

/** Tells a user's sessions what has changed about the user. A session that ends meanwhile stays ended. */
export async function updateSessions(
  userId: string,
  change: Partial<Pick<SessionRecord, "email" | "displayName">>,
): Promise<void> {
  const redis = getImpatientRedis();
  for (const { sessionId, seenMs: _, ...record } of await listSessions(userId)) {
    const next = JSON.stringify({ ...record, ...change });
    await redis.set(keyOf(sessionId), next, { xx: true, keepTtl: true });
  }
}

/** Which of these sessions have ended. */
export async function findEndedSessions(sessionIds: string[]): Promise<string[]> {
  if (sessionIds.length === 0) return [];
  const records = await getImpatientRedis().mget<(string | null)[]>(...sessionIds.map(keyOf));
  return sessionIds.filter((_, index) => !records[index]);
}

function parseRecord(stored: string | null): SessionRecord | null {
  return stored === null ? null : recordSchema.parse(JSON.parse(stored));
}
