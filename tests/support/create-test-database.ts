import { randomBytes } from "node:crypto";
import pg from "pg";
import { inject } from "vitest";
import { TEMPLATE } from "@/tests/support/postgres-setup";

/** A separate migrated database on the run's PostgreSQL, without rows. It ends with the run. */
export function createTestDatabase(): Promise<string> {
  return createDatabase(`TEMPLATE ${TEMPLATE}`);
}

/** A separate database on the run's PostgreSQL without tables. It ends with the run. */
export function createEmptyDatabase(): Promise<string> {
  return createDatabase("");
}

async function createDatabase(options: string): Promise<string> {
  const adminUrl = inject("postgresUrl");
  const name = `test_${randomBytes(6).toString("hex")}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name} ${options}`);
  } finally {
    await admin.end();
  }
  return adminUrl.replace(/\/postgres$/, `/${name}`);
}
