import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { expect, it } from "vitest";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { startOwnPostgres } from "@/scripts/launch/start-own-postgres";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

it("keeps the data of this version, moves those of an earlier one aside and starts empty", async () => {
  const folder = await createTemporaryFolder("own-postgres");
  const moved: string[] = [];
  const start = () =>
    startOwnPostgres(join(folder, "postgres"), { fresh: false, onMoved: (path) => moved.push(path) });
  const countUsers = (url: string) => query(url, 'SELECT count(*)::int AS count FROM "User"');
  try {
    const first = await start();
    await migrateDatabase(first.url, { isOurs: true });
    await query(
      first.url,
      `INSERT INTO "User" ("id", "email", "displayName") VALUES ('u', 'u@example.com', 'U')`,
    );
    await first.close();

    const second = await start();
    expect(moved).toEqual([]);
    expect(await countUsers(second.url)).toEqual([{ count: 1 }]);
    await query(second.url, "UPDATE _prisma_migrations SET migration_name = '20261123091647_market'");
    await second.close();

    const third = await start();
    expect(moved).toEqual([expect.stringMatching(/-before-\d{14}$/)]);
    expect(existsSync(join(moved[0] ?? "", "PG_VERSION"))).toBe(true);
    expect(await migrateDatabase(third.url, { isOurs: true })).toContain("0001_baseline");
    expect(await countUsers(third.url)).toEqual([{ count: 0 }]);
    await third.close();
  } finally {
    for (const path of moved) await rm(path, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
  // Two first starts and one more, on a machine that may be busy.
}, 240_000);
