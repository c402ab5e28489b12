import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type pg from "pg";

const MIGRATIONS = "prisma/migrations";
const SCHEMA = "prisma/schema.prisma";
/** The schema after all migrations. One file, so that branches that change it conflict in git. */
const MIGRATED_SCHEMA = "prisma/migrations/migrated.prisma";
const FILTERS = { externalEnums: [], externalTables: [] };

type MigrationFile = { path: string; migrationFile: { path: string; content: { tag: "ok"; value: string } } };
type Engine = {
  applyMigrations: (input: object) => Promise<{ appliedMigrationNames: string[] }>;
  diff: (input: object) => Promise<{ stdout: string | null }>;
};

/**
 * Prisma's own schema engine as WebAssembly: the native one would have to be downloaded. It maintains
 * `_prisma_migrations` exactly as `prisma migrate deploy` does.
 */
async function withEngine<T>(
  databaseUrl: string,
  root: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  loaded ??= loadEngine();
  const glue = await loaded;
  const datamodels = [["schema.prisma", await readFile(join(root, SCHEMA), "utf8")]];
  const adapter = new WholeScriptPg({ connectionString: databaseUrl }, { schema: "public" });
  const factory = bindMigrationAwareSqlAdapterFactory(adapter);
  try {
    return await work(await glue.SchemaEngine.new({ datamodels }, () => {}, factory));
  } finally {
    await Promise.all(adapter.pools.map((pool) => pool.end()));
  }
}

/**
 * The adapter splits scripts at every semicolon, also inside the body of a function: scripts are passed
 * whole.
 */
class WholeScriptPg extends PrismaPg {
  /** To be ended after use: an idle connection keeps the engine's lock for ten seconds, and the next run waits. */
  readonly pools: pg.Pool[] = [];

  override async connect() {
    const adapter = await super.connect();
    const pool = adapter.underlyingDriver();
    this.pools.push(pool);
    adapter.executeScript = async (script: string) => {
      await pool.query(script);
    };
    return adapter;
  }
}

type Glue = {
  __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
  SchemaEngine: { new: (options: object, onLog: () => void, adapter: object) => Promise<Engine> };
};

/** The glue code has one heap for the process, so it can be bound to one instance only. */
let loaded: Promise<Glue> | undefined;

async function loadEngine(): Promise<Glue> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const glue = (await import(pathToFileURL(entry).href)) as Glue;
  const binary = await readFile(entry.replace(/\.js$/, ".wasm"));
  const { instance } = await WebAssembly.instantiate(binary, {
    "./schema_engine_bg.js": glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return glue;
}

async function readMigrations(root: string): Promise<object> {
  const baseDir = join(root, MIGRATIONS);
  const migrationDirectories: MigrationFile[] = [];
  for (const name of await listMigrations(root)) {
    const value = await readFile(join(baseDir, name, "migration.sql"), "utf8");
    migrationDirectories.push({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok", value } },
    });
  }
  const lock = join(baseDir, "migration_lock.toml");
  const content = existsSync(lock) ? await readFile(lock, "utf8") : null;
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content },
    migrationDirectories,
    shadowDbInitScript: "",
  };
}

async function listMigrations(root: string): Promise<string[]> {
  const baseDir = join(root, MIGRATIONS);
  const entries = existsSync(baseDir) ? await readdir(baseDir, { withFileTypes: true }) : [];
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/**
 * Applies every migration that the database does not have yet, and returns their names. For `migrateDatabase`
 * only.
 */
export async function applyMigrations(databaseUrl: string, root: string): Promise<string[]> {
  const migrationsList = await readMigrations(root);
  const { appliedMigrationNames } = await withEngine(databaseUrl, root, (engine) =>
    engine.applyMigrations({ migrationsList, filters: FILTERS }),
  );
  return appliedMigrationNames;
}

/**
 * The SQL from the schema after all migrations to the schema file; empty when they agree. The former is
 * stored as a file, since the engine can't read the catalogue of a live database through this adapter (it
 * rejects the type "char"). The engine requires a database only formally.
 * @internal
 */
export async function diffSchema(databaseUrl: string, root = process.cwd()): Promise<string> {
  return diffTo(databaseUrl, root, await readDatamodel(root, MIGRATED_SCHEMA));
}

/**
 * The SQL that creates the whole schema file in an empty database, which is not changed.
 *
 * @internal
 */
export async function createSchemaScript(databaseUrl: string, root = process.cwd()): Promise<string> {
  return diffTo(databaseUrl, root, { tag: "empty" });
}

async function diffTo(databaseUrl: string, root: string, from: object): Promise<string> {
  const to = await readDatamodel(root, SCHEMA);
  const { stdout } = await withEngine(databaseUrl, root, (engine) =>
    engine.diff({ from, to, script: true, exitCode: null, filters: FILTERS }),
  );
  return stdout?.includes("This is an empty migration") ? "" : (stdout ?? "");
}

async function readDatamodel(root: string, path: string): Promise<object> {
  const content = await readFile(join(root, path), "utf8");
  return { tag: "schemaDatamodel", files: [{ path: "schema.prisma", content }] };
}
