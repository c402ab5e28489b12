import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { createEmptyDatabase } from "@/tests/support/create-test-database";
import { type Catalog, readCatalog } from "@/tests/support/read-catalog";

// Each call of the migrator starts Prisma's engine, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 240_000 });

let root: string;
let url: string;
let database: pg.Client;

/** A checkout whose migrations and functions a test may change, and an empty database. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "terminal-zero-migrate-"));
  await cp("prisma", join(root, "prisma"), { recursive: true });
  url = await createEmptyDatabase();
  database = new pg.Client({ connectionString: url });
  await database.connect();
});
afterEach(async () => {
  await database.end();
  await rm(root, { recursive: true, force: true });
});

const functionFile = (name: string) => join(root, "prisma", "functions", `${name}.sql`);
const writeFunction = (name: string, body: string, parameters = "") =>
  writeFile(
    functionFile(name),
    `CREATE OR REPLACE FUNCTION ${name}(${parameters}) RETURNS INT LANGUAGE sql AS $$ ${body} $$;\n`,
  );
const call = async (expression: string) =>
  (await database.query<{ result: number }>(`SELECT ${expression} AS result`)).rows[0]?.result;

async function snapshot(): Promise<{ catalog: Catalog; migrations: unknown[]; functions: unknown[] }> {
  const { rows: migrations } = await database.query("SELECT * FROM _prisma_migrations ORDER BY 1");
  const { rows: functions } = await database.query(
    "SELECT oid, xmin::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY 1",
  );
  return { catalog: await readCatalog(database), migrations, functions };
}

it("applies each migration and function once, however many migrators start at the same time", async () => {
  const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(url, { root })));
  expect(applied.map((names) => names.length).sort()).toEqual([0, 0, expect.any(Number)]);
  expect(applied.flat()).toEqual(
    expect.arrayContaining(["0001_baseline", "function save_portfolios", "function reject_change"]),
  );
  const before = await snapshot();
  expect(await migrateDatabase(url, { root })).toEqual([]);
  expect(await snapshot()).toEqual(before);
});

it("applies a function again when its file changes, and drops it when its file is gone", async () => {
  await writeFunction("answer", "SELECT 1");
  await migrateDatabase(url, { root });
  expect(await call("answer()")).toBe(1);
  await writeFunction("answer", "SELECT 2");
  expect(await migrateDatabase(url, { root })).toEqual(["function answer"]);
  expect(await call("answer()")).toBe(2);
  await rm(functionFile("answer"));
  expect(await migrateDatabase(url, { root })).toEqual(["function answer"]);
  await expect(call("answer()")).rejects.toMatchObject({ code: "42883" });
  expect(await migrateDatabase(url, { root })).toEqual([]);
});

it("drops the triggers that a file no longer names, and with a file all of them", async () => {
  const write = (triggers: string) =>
    writeFile(
      functionFile("ignore_change"),
      `CREATE OR REPLACE FUNCTION ignore_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
       ${triggers}`,
    );
  const count = async () =>
    (await readCatalog(database)).triggers.filter((one) => one.includes("ignore_change")).length;
  const trigger = (table: string) =>
    `CREATE TRIGGER "ignored" BEFORE DELETE ON "${table}" FOR EACH ROW EXECUTE FUNCTION ignore_change();`;
  await write(trigger("Candle") + trigger("CronRun"));
  await migrateDatabase(url, { root });
  expect(await count()).toBe(2);
  await write(trigger("Candle"));
  await migrateDatabase(url, { root });
  expect(await count()).toBe(1);
  await rm(functionFile("ignore_change"));
  await migrateDatabase(url, { root });
  expect(await count()).toBe(0);
});

it("rejects other parameters for a function that the version before calls, and applies nothing of that run", async () => {
  await writeFunction("answer", "SELECT 1");
  await migrateDatabase(url, { root });
  const before = await snapshot();
  await writeFunction("answer", "SELECT p_value", "p_value INT");
  await writeFunction("another", "SELECT 3");
  await expect(migrateDatabase(url, { root })).rejects.toThrow("Other parameters need a new name");
  expect(await snapshot()).toEqual(before);
  expect(await call("answer()")).toBe(1);
});

it.each([
  [
    "that this version does not have",
    `UPDATE _prisma_migrations SET migration_name = '20261123091647_market'`,
  ],
  ["whose text was another", `UPDATE _prisma_migrations SET checksum = repeat('0', 64)`],
])("stops before a database of migrations %s, and changes nothing", async (_, statement) => {
  await migrateDatabase(url, { root });
  await database.query(statement);
  await writeFunction("answer", "SELECT 1");
  const before = await snapshot();
  for (const isOurs of [true, false]) {
    await expect(migrateDatabase(url, { root, isOurs })).rejects.toThrow(
      /not those of this version \((20261123091647_market|0001_baseline)(, \w+)*\)\. Nothing was changed\./,
    );
  }
  expect(await snapshot()).toEqual(before);
});

it("continues after a launcher that was killed between the end of a migration and its record", async () => {
  await migrateDatabase(url, { root });
  await database.query("UPDATE _prisma_migrations SET finished_at = NULL");
  expect(await migrateDatabase(url, { root, isOurs: true })).toEqual([]);
  const { rows } = await database.query("SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL");
  expect(rows).toEqual([]);
});
