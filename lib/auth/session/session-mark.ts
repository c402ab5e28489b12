import "server-only";
import { findAccess } from "@/lib/db/queries/users";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getFailFastRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * A user's mark says when all sessions of the user were last ended: one that began no later is over, whatever the list
 * of sessions says. The database has the truth (`User.sessionsEndedAt`); Redis has a copy, so that a session and its
 * mark are read in one round trip. A copy that is missing, or too old to be trusted, is read from the database again.
 */

/** How long a copy is trusted, in seconds. */
export const MARK_TRUST_S = 60;
/** How often a mark that could not be copied is tried again, in ms. */
const RETRY_MS = 500;

/** Keeps the later of two times, so that no writer can take a newer mark back. */
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
 * Copies a mark that the database has. While Redis is unavailable it is tried again until no process trusts an older
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

/** Redis failed this process: what it held before may be older than what the database says. */
export function distrustMarks(): void {
  trust().sinceMs = Date.now();
}

/**
 * When the sessions of each of these users last ended, in ms; 0 for never, Infinity for a user who may have no session
 * at all. `copies` are the marks as Redis has them.
 *
 * @throws Error when a copy can't be trusted and the database can't be read.
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

/** The time that a copy says; null for one that is missing or not trusted. */
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
