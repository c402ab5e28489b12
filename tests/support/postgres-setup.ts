import { rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

declare module "vitest" {
  // Only an interface can be added to.
  // biome-ignore lint/style/useConsistentTypeDefinitions: vitest declares an interface
  export interface ProvidedContext {
    postgresUrl: string;
  }
}

/** Name of the migrated database that every test database is copied from. */
export const TEMPLATE = "template_migrated";

/** Starts one real PostgreSQL for the whole run, with a migrated database to copy from. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await createTemporaryFolder("test");
  const port = await getPort();
  const server = await startPostgres({ dataDir: join(folder, "postgres"), port, durable: false });
  const admin = new pg.Client({ connectionString: server.urlOf("postgres") });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${TEMPLATE}`);
  await migrateDatabase(server.urlOf(TEMPLATE));
  // The engine keeps its connections; a template may have none.
  await admin.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", [TEMPLATE]);
  await admin.query(`ALTER DATABASE ${TEMPLATE} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
  await admin.end();
  project.provide("postgresUrl", server.urlOf("postgres"));
  return async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  };
}
