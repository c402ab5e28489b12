import "server-only";
import { getRedis } from "@/lib/infra/redis/redis";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** A user counts as present until this long after a process last had an open stream, in seconds. */
const PRESENT_SECONDS = 30;

/** Records that these users have a page open. */
export async function recordPresence(userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  const calls = getRedis().pipeline();
  for (const userId of userIds) calls.set(keyOf(userId), "1", { ex: PRESENT_SECONDS });
  await calls.exec();
}

/** Those of the users that have a page open; none while Redis is unavailable. */
export async function arePresent(userIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (userIds.length === 0) return new Set();
  try {
    const found = await getRedis().mget<(string | number | null)[]>(userIds.map(keyOf));
    return new Set(userIds.filter((_, index) => found[index] !== null));
  } catch (error) {
    reportError("presence-not-read", error);
    return new Set();
  }
}

function keyOf(userId: string): string {
  return `present:${userId}`;
}
