import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ClientBase } from "pg";
import { LaunchError } from "@/ops/launch-error";

/** One file of `prisma/functions`: a function, and the triggers that call it. */
type FunctionFile = { name: string; sql: string; hash: string };

/**
 * Updates the SQL functions of the database to `prisma/functions`, in one transaction: each file whose hash
 * changed is applied, and the function of a file that is gone is dropped. Returns the names of both.
 *
 * @throws LaunchError when a file changes the parameters of a function: servers of the version before still
 * call it
 */
export async function applyFunctions(client: ClientBase, root = process.cwd()): Promise<string[]> {
  const files = await readFunctionFiles(root);
  const { rows } = await client.query<{ name: string; hash: string }>(
    'SELECT "name", "hash" FROM "SqlFunction"',
  );
  const applied = new Map(rows.map(({ name, hash }) => [name, hash]));
  const changed = files.filter(({ name, hash }) => applied.get(name) !== hash);
  const gone = [...applied.keys()].filter((name) => !files.some((file) => file.name === name));
  if (changed.length + gone.length === 0) return [];
  await client.query("BEGIN");
  try {
    // A function may call another that is applied later.
    await client.query("SET LOCAL check_function_bodies = off");
    for (const file of changed) await applyFunction(client, file);
    for (const name of gone) await dropFunction(client, name);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
  return [...changed.map(({ name }) => name), ...gone];
}

async function readFunctionFiles(root: string): Promise<FunctionFile[]> {
  const folder = join(root, "prisma", "functions");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(folder, name), "utf8");
      return { name: name.replace(/\.sql$/, ""), sql, hash: createHash("sha256").update(sql).digest("hex") };
    }),
  );
}

async function applyFunction(client: ClientBase, { name, sql, hash }: FunctionFile): Promise<void> {
  await dropTriggers(client, name);
  await client.query(sql);
  const signatures = await listSignatures(client, name);
  if (signatures.length !== 1) {
    throw new LaunchError(
      `prisma/functions/${name}.sql must leave one function ${name}, and the database has ` +
        `${signatures.join(", ") || "none"}. Other parameters need a new name: the version before calls the old one.`,
    );
  }
  await client.query(
    'INSERT INTO "SqlFunction" ("name", "hash") VALUES ($1, $2) ON CONFLICT ("name") DO UPDATE SET "hash" = $2',
    [name, hash],
  );
}

async function dropFunction(client: ClientBase, name: string): Promise<void> {
  await dropTriggers(client, name);
  for (const signature of await listSignatures(client, name))
    await client.query(`DROP FUNCTION ${signature}`);
  await client.query('DELETE FROM "SqlFunction" WHERE "name" = $1', [name]);
}

/** The error names the existing ones. */
async function dropTriggers(client: ClientBase, name: string): Promise<void> {
  const { rows } = await client.query<{ trigger: string; table: string }>(
    `SELECT quote_ident(t.tgname) AS trigger, t.tgrelid::regclass::text AS table
     FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE NOT t.tgisinternal AND p.pronamespace = 'public'::regnamespace AND p.proname = $1`,
    [name],
  );
  for (const { trigger, table } of rows) await client.query(`DROP TRIGGER ${trigger} ON ${table}`);
}

/** Its functions as `name(types)`; more than one are overloads. */
async function listSignatures(client: ClientBase, name: string): Promise<string[]> {
  const { rows } = await client.query<{ signature: string }>(
    `SELECT oid::regprocedure::text AS signature FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND proname = $1 ORDER BY 1`,
    [name],
  );
  return rows.map(({ signature }) => signature);
}
