import "server-only";
import { getDb } from "@/lib/db/client";
import type { Playbook } from "@/lib/db/generated/client";
import type { PlaybookBody } from "@/lib/schemas/journal";

export type { Playbook };

/** A user's playbooks, by name. */
export function listPlaybooksOf(userId: string): Promise<Playbook[]> {
  return getDb().playbook.findMany({ where: { userId }, orderBy: { name: "asc" } });
}

/** The user's playbook of a setup; null if there is none. */
export function findPlaybookOf(userId: string, name: string): Promise<Playbook | null> {
  return getDb().playbook.findUnique({ where: { userId_name: { userId, name } } });
}

/** Stores a playbook unless its user has `limit` of them, or one of that name. */
export function insertPlaybook(
  userId: string,
  playbook: PlaybookBody,
  limit: number,
): Promise<Playbook | "full" | "name-taken"> {
  return getDb().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    const names = await tx.playbook.findMany({ where: { userId }, select: { name: true } });
    if (names.some(({ name }) => name === playbook.name)) return "name-taken";
    if (names.length >= limit) return "full";
    return tx.playbook.create({ data: { userId, ...playbook } });
  });
}

/** Replaces a playbook; a new name becomes the setup of its trades, too. Null if the user has none with that id. */
export function updatePlaybook(
  userId: string,
  id: string,
  playbook: PlaybookBody,
): Promise<Playbook | "name-taken" | null> {
  return getDb().$transaction(async (tx) => {
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId} FOR UPDATE`;
    const where = { userId_id: { userId, id } };
    const before = await tx.playbook.findUnique({ where });
    if (before === null) return null;
    if (before.name !== playbook.name) {
      const taken = await tx.playbook.count({ where: { userId, name: playbook.name } });
      if (taken > 0) return "name-taken";
      await tx.journalEntry.updateMany({
        where: { userId, setup: before.name },
        data: { setup: playbook.name },
      });
    }
    return tx.playbook.update({ where, data: playbook });
  });
}

/** Deletes a user's playbook; false if this user has none with that id. */
export async function deletePlaybookOf(userId: string, id: string): Promise<boolean> {
  const { count } = await getDb().playbook.deleteMany({ where: { userId, id } });
  return count > 0;
}
