import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientBase } from "pg";

/**
 * Names of the database's migrations that are not in `prisma/migrations`, or are there with another text:
 * those of an earlier baseline, or of a newer version. Such a database can't be migrated by this version.
 */
export async function findForeignMigrations(client: ClientBase, root = process.cwd()): Promise<string[]> {
  const { rows: tables } = await client.query(
    "SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS known",
  );
  if (!tables[0]?.known) return [];
  const { rows } = await client.query<{ name: string; checksum: string }>(
    `SELECT migration_name AS name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY 1`,
  );
  const foreign: string[] = [];
  for (const { name, checksum } of rows) {
    const file = join(root, "prisma", "migrations", name, "migration.sql");
    const own = existsSync(file)
      ? createHash("sha256")
          .update(await readFile(file))
          .digest("hex")
      : null;
    if (own !== checksum) foreign.push(name);
  }
  return foreign;
}
