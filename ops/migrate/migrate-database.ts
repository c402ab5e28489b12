import pg from "pg";
import { LaunchError } from "@/ops/launch-error";
import { applyFunctions } from "@/ops/migrate/apply-functions";
import { findForeignMigrations } from "@/ops/migrate/find-foreign-migrations";
import { applyMigrations } from "@/ops/migrate/schema-engine";

/** Key of the advisory lock that a migrator has from its first to its last statement. */
const LOCK = 7_300_001;

/**
 * Brings a database up to date: migrations (tables and indexes), then the SQL functions of `prisma/functions`. Several
 * migrators of one database wait for each other. Returns what was applied, empty when the database was up to date.
 *
 * @param options.isOurs no other process migrates this database, so that a migration that has only begun was interrupted
 * @throws LaunchError when other migrations than those of this version made the database; nothing is changed then
 */
export async function migrateDatabase(
  databaseUrl: string,
  options: { root?: string; isOurs?: boolean } = {},
): Promise<string[]> {
  const { root = process.cwd() } = options;
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    const foreign = await findForeignMigrations(client, root);
    if (foreign.length > 0) throw toForeignError(foreign);
    if (options.isOurs) await resolveInterrupted(client);
    const migrations = await applyMigrations(databaseUrl, root);
    const functions = await applyFunctions(client, root);
    return [...migrations, ...functions.map((name) => `function ${name}`)];
  } finally {
    // The lock ends with the session.
    await client.end();
  }
}

function toForeignError(names: readonly string[]): LaunchError {
  return new LaunchError(
    `This database was made by migrations that are not those of this version (${names.join(", ")}). ` +
      "Nothing was changed. Give DATABASE_URL of an empty database, or migrate with the version that made this one.",
  );
}

/**
 * Resolves an interrupted migration. A script is one transaction, so it happened either wholly, and is
 * counted as a step, or not at all; the engine by itself would not continue.
 */
async function resolveInterrupted(client: pg.Client): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS known");
  if (!rows[0]?.known) return;
  const begun = "finished_at IS NULL AND rolled_back_at IS NULL";
  await client.query(
    `UPDATE _prisma_migrations SET finished_at = now() WHERE ${begun} AND applied_steps_count > 0`,
  );
  await client.query(`DELETE FROM _prisma_migrations WHERE ${begun}`);
}
