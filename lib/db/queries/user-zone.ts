import "server-only";
import { getDb } from "@/lib/db/client";

/** The time zone that a user has set, or null for an account that is gone. */
export async function findUserZone(userId: string): Promise<string | null> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { timeZone: true } });
  return user?.timeZone ?? null;
}
