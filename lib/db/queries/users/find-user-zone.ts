import "server-only";
import { getDb } from "@/lib/db/client";

/** A user's time zone; null for a deleted account. */
export async function findUserZone(userId: string): Promise<string | null> {
  const user = await getDb().user.findUnique({ where: { id: userId }, select: { timeZone: true } });
  return user?.timeZone ?? null;
}
