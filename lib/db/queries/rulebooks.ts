import "server-only";
import { getDb } from "@/lib/db/client";
import type { Rulebook } from "@/lib/db/generated/client";
import type { NewRulebook } from "@/lib/schemas/challenge/own-rules";

/** Stores a rulebook; null if its user has `limit` of them. Counted and inserted under a lock of the user's row. */
export async function insertRulebook(
  userId: string,
  rulebook: { name: string; rules: NewRulebook },
  limit: number,
): Promise<Rulebook | null> {
  return getDb().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    if ((await tx.rulebook.count({ where: { userId } })) >= limit) return null;
    return tx.rulebook.create({ data: { userId, ...rulebook } });
  });
}

/** A user's rulebooks, newest first. */
export function listRulebooksOf(userId: string): Promise<Rulebook[]> {
  return getDb().rulebook.findMany({ where: { userId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] });
}

/** A rulebook of any user by its id; null if there is none. */
export function findRulebook(id: string): Promise<Rulebook | null> {
  return getDb().rulebook.findUnique({ where: { id } });
}

/** Deletes a user's rulebook; false if this user has none with that id. */
export async function deleteRulebookOf(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().rulebook.deleteMany({ where: { id, userId } });
  return count > 0;
}
