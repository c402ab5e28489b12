import "server-only";
import { getRedis } from "@/lib/infra/redis/redis";

/** Prefix of the Redis channels on which new notifications of users are published; the id follows. */
export const USER_CHANNEL = "user:";

/** Publishes to every web process that these users have new notifications. @throws when Redis is unavailable */
export async function announceUsers(userIds: readonly string[]): Promise<void> {
  const calls = getRedis().pipeline();
  for (const userId of new Set(userIds)) calls.publish(`${USER_CHANNEL}${userId}`, "{}");
  await calls.exec();
}
