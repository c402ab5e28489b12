import "server-only";
import { getPool } from "@/lib/db/client";

/** The stored preferences of users, by their ids. */
export async function findPreferences(userIds: string[]): Promise<Map<string, unknown>> {
  // The driver alone: alerts that fire together ask for them several times.
  const { rows } = await getPool().query<{ id: string; preferences: unknown }>({
    name: "find-preferences",
    text: 'SELECT "id", "preferences" FROM "User" WHERE "id" = ANY ($1)',
    values: [userIds],
  });
  return new Map(rows.map(({ id, preferences }) => [id, preferences]));
}
