import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSchemaScript } from "@/ops/migrate/schema-engine";
import { createEmptyDatabase, createTestDatabase } from "@/tests/support/create-test-database";
import { readCatalog } from "@/tests/support/read-catalog";

const FUNCTIONS = "prisma/functions";
let migrated: pg.Client;

beforeAll(async () => {
  migrated = new pg.Client({ connectionString: await createTestDatabase() });
  await migrated.connect();
});
afterAll(() => migrated.end());

describe("the functions of a migrated database", () => {
  const files = readdirSync(FUNCTIONS).map((name) => ({
    name: name.replace(/\.sql$/, ""),
    sql: readFileSync(join(FUNCTIONS, name), "utf8"),
  }));

  it("are those of prisma/functions, one a file, with the text of the file", async () => {
    const { rows } = await migrated.query<{ name: string; body: string; kind: string }>(
      `SELECT p.proname AS name, p.prosrc AS body FROM pg_proc p
       WHERE p.pronamespace = 'public'::regnamespace
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
    );
    const stored = rows.map(({ name, body }) => `${name}: ${body}`).sort();
    const expected = files.map(({ name, sql }) => `${name}: ${sql.split("$$")[1]}`).sort();
    expect(stored).toEqual(expected);
    for (const { name, sql } of files) {
      expect(sql.match(/^CREATE OR REPLACE FUNCTION (\w+)/gm)).toEqual([
        `CREATE OR REPLACE FUNCTION ${name}`,
      ]);
    }
  });

  it("are called by the triggers of their files and by no other", async () => {
    const { triggers } = await readCatalog(migrated);
    const declared = files.flatMap(({ sql }) =>
      [...sql.matchAll(/CREATE TRIGGER ("\w+") [^;]*? ON ("\w+")/g)].map(
        ([, trigger, table]) => `${trigger} ${table}`,
      ),
    );
    const stored = triggers.map((line) =>
      line.replace(/^CREATE TRIGGER ("\w+") .*? ON public\.("\w+") .*$/, "$1 $2"),
    );
    expect(stored.sort()).toEqual(declared.sort());
    expect(declared.length).toBeGreaterThan(10);
  });

  it("decide nothing by what an event says, where a trigger calls them", () => {
    const ofTriggers = files.filter(({ sql }) => /RETURNS TRIGGER/i.test(sql));
    expect(ofTriggers).not.toEqual([]);
    for (const { sql } of ofTriggers) expect(sql).not.toMatch(/payload/i);
  });
});

it("the migrations lead to what the Prisma schema says, and to partial indexes beside it", async () => {
  const url = await createEmptyDatabase();
  const described = new pg.Client({ connectionString: url });
  await described.connect();
  try {
    await described.query(await createSchemaScript(url));
    const [actual, schema] = [await readCatalog(migrated), await readCatalog(described)];
    expect(actual.columns).toEqual(schema.columns);
    expect(actual.keys).toEqual(schema.keys);
    expect(actual.indexes.filter((index) => !actual.partialIndexes.includes(index))).toEqual(schema.indexes);
    expect(actual.columns.length).toBeGreaterThan(300);
  } finally {
    await described.end();
  }
});

it("db:diff starts from the schema that the migrations lead to", () => {
  const read = (path: string) => readFileSync(path, "utf8");
  expect(read("prisma/migrations/migrated.prisma")).toBe(read("prisma/schema.prisma"));
});
