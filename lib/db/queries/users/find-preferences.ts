import "server-only";
import { getDb } from "@/lib/db/client";

/** The stored preferences of users, by their ids. */
export async function findPreferences(userIds: string[]): Promise<Map<string, unknown>> {
  const users = await getDb().user.findMany({
    where: { id: { in: userIds } },
    select: { id: true, preferences: true },
  });
  return new Map(users.map(({ id, preferences }) => [id, preferences]));
}
