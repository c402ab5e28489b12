import "server-only";
import { findAccess } from "@/lib/db/queries/users/users";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * A user's mark is the time when all sessions of the user were last ended: a session that began no later is
 * invalid, whatever the list of sessions contains. The database is authoritative (`User.sessionsEndedAt`);
 * Redis has a copy, so that a session and its mark are read in one round trip. A missing or outdated copy is
 * read from the database again.
 */

/** How long a copy is trusted, in seconds. */
export const MARK_TRUST_S = 60;
/** Interval of retries for a mark that could not be copied, in ms. */
const RETRY_MS = 500;

/** Stores the later of two times, so that no writer can replace a newer mark. */
const RAISE = `
local ended = ARGV[1]
local old = redis.call('GET', KEYS[1])
if old then
  local before = string.match(old, '^%d+')
  if before and tonumber(before) > tonumber(ended) then ended = before end
end
redis.call('SET', KEYS[1], ended .. ' ' .. ARGV[2], 'EX', ARGV[3])
return ended`;

export const markKey = (userId: string) => `sessions-ended:${userId}`;

/** Copies a mark to Redis. Throws when Redis is unavailable. */
export async function raiseMark(userId: string, endedMs: number): Promise<void> {
  const args = [String(endedMs), String(Date.now()), String(MARK_TRUST_S)];
  await getFailFastRedis().eval(RAISE, [markKey(userId)], args);
}

/**
 * Copies a mark from the database. While Redis is unavailable it is retried until no process uses an older
 * copy any more.
 */
export async function publishMark(userId: string, endedMs: number): Promise<void> {
  try {
    await raiseMark(userId, endedMs);
  } catch (error) {
    distrustMarks();
    reportError("session-mark-not-copied", error);
    retryMark(userId, endedMs, Date.now() + MARK_TRUST_S * 1_000);
  }
}

/** Called after a failure of Redis: its copies may be older than the database. */
export function distrustMarks(): void {
  trust().sinceMs = Date.now();
}

/**
 * When the sessions of each of these users last ended, in ms; 0 for never, Infinity for a user who may have
 * no session at all. `copies` are the marks in Redis.
 *
 * @throws Error when a copy is outdated and the database can't be read.
 */
export async function readMarks(
  userIds: readonly string[],
  copies: readonly (string | null | undefined)[],
): Promise<Map<string, number>> {
  const marks = new Map<string, number>();
  const unknown = new Set<string>();
  for (const [index, userId] of userIds.entries()) {
    const endedMs = parseCopy(copies[index]);
    if (endedMs === null) unknown.add(userId);
    else marks.set(userId, endedMs);
  }
  if (unknown.size === 0) return marks;
  const stored = await readStoredMarks([...unknown]);
  for (const [userId, endedMs] of stored) marks.set(userId, endedMs);
  const lasting = [...stored].filter(([, endedMs]) => Number.isFinite(endedMs));
  await Promise.all(lasting.map(([userId, endedMs]) => raiseMark(userId, endedMs))).catch(distrustMarks);
  return marks;
}

/** The same from the database alone. */
export async function readStoredMarks(userIds: readonly string[]): Promise<Map<string, number>> {
  const found = new Map((await findAccess(userIds)).map((user) => [user.id, user]));
  return new Map(
    userIds.map((userId) => {
      const user = found.get(userId);
      const isGone = !user || user.bannedAt !== null || user.deletedAt !== null;
      return [userId, isGone ? Number.POSITIVE_INFINITY : (user.sessionsEndedAt?.getTime() ?? 0)];
    }),
  );
}

/** The time of a copy; null for a missing or outdated one. */
function parseCopy(copy: string | null | undefined): number | null {
  const [endedMs, readMs] = (copy ?? "").split(" ").map(Number);
  return endedMs !== undefined && readMs !== undefined && readMs > trust().sinceMs ? endedMs : null;
}

function trust(): { sinceMs: number } {
  return getProcessSingleton("session-mark-trust", () => ({ sinceMs: 0 }));
}

function retryMark(userId: string, endedMs: number, untilMs: number): void {
  setTimeout(() => {
    raiseMark(userId, endedMs).catch(() => {
      if (Date.now() < untilMs) retryMark(userId, endedMs, untilMs);
    });
  }, RETRY_MS).unref();
}
