import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { chown, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import pg from "pg";
import { type PostgresFiles, preparePostgresFiles } from "@/emulators/postgres/postgres-files";
import { LaunchError } from "@/ops/launch-error";
import { type Guarded, startGuarded } from "@/scripts/process/start-guarded";

const USER = "terminal";
const DATABASE = "terminal_zero";

/** A running PostgreSQL that ends with this process. */
export type Postgres = {
  /** URL of the product's database. */
  url: string;
  /** Its data folder: another one than requested where the server's user can't enter that. */
  dataDir: string;
  /** URL of another database of the same server. */
  urlOf: (database: string) => string;
  close: () => Promise<void>;
  /** Kills it, as a power cut would: committed data is recovered at the next start. */
  crash: () => Promise<void>;
};

/**
 * Starts a PostgreSQL server from npm on `port`, with its data in `dataDir`; makes both on the first start.
 *
 * @param options.durable false trades safety for speed, for tests
 * @param options.fresh deletes the data of earlier runs
 * @throws LaunchError with one sentence when it can't start
 */
export async function startPostgres(options: {
  dataDir: string;
  port: number;
  durable: boolean;
  fresh?: boolean;
}): Promise<Postgres> {
  const files = await preparePostgresFiles(resolve(options.dataDir));
  await stopLeftover(files.dataDir);
  if (options.fresh) await emptyFolder(files.dataDir);
  const password = await initialise(files);
  const server = runServer(files, options);
  const urlOf = (database: string) =>
    `postgresql://${USER}:${password}@127.0.0.1:${options.port}/${database}`;
  try {
    await waitUntilReady(urlOf("postgres"), server);
    await createDatabase(urlOf("postgres"), DATABASE);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const crash = async () => {
    process.kill(await readServerPid(files.dataDir), "SIGQUIT");
    await server.ended;
  };
  return { url: urlOf(DATABASE), dataDir: files.dataDir, urlOf, close: server.stop, crash };
}

/** Creates the cluster once. An interrupted first start leaves no password file, and is started again. */
async function initialise({ native, dataDir, runAs }: PostgresFiles): Promise<string> {
  const passwordFile = join(dataDir, "terminal-zero-password");
  const isWhole = existsSync(join(dataDir, "PG_VERSION")) && existsSync(passwordFile);
  if (isWhole) return (await readFile(passwordFile, "utf8")).trim();
  const password = randomBytes(18).toString("base64url");
  await emptyFolder(dataDir);
  const secret = join(dirname(dataDir), `postgres-password-${process.pid}`);
  await writeFile(secret, `${password}\n`, { mode: 0o600 });
  if (runAs) await chown(secret, runAs.uid, runAs.gid);
  const settings = [`--username=${USER}`, `--pwfile=${secret}`, "--auth=scram-sha-256", "--encoding=UTF8"];
  const initdb = startGuarded(
    join(native, "bin", "initdb"),
    [`--pgdata=${dataDir}`, ...settings, "--locale=C", "--no-sync", "--no-instructions"],
    { runAs, cwd: "/" },
  );
  const code = await initdb.ended;
  if (code !== 0) {
    await rm(secret, { force: true });
    throw new LaunchError(`PostgreSQL could not make its data folder ${dataDir}: ${lastOutput(initdb)}`);
  }
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  await rm(secret, { force: true });
  return password;
}

async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
}

/** Stops a server that outlived a killed launcher: it would lock the data folder. */
async function stopLeftover(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, "postmaster.pid");
  if (!existsSync(pidFile)) return;
  const pid = await readServerPid(dataDir);
  const isAlive = () => {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  };
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  if (pid > 1 && isAlive() && command.includes(dataDir)) {
    process.kill(pid, "SIGINT");
    for (let waitedMs = 0; isAlive() && waitedMs < 10_000; waitedMs += 100) await pause(100);
  }
  if (!isAlive() || !command.includes(dataDir)) await rm(pidFile, { force: true });
}

async function readServerPid(dataDir: string): Promise<number> {
  return Number((await readFile(join(dataDir, "postmaster.pid"), "utf8")).split("\n")[0]);
}

function runServer(
  { native, dataDir, runAs }: PostgresFiles,
  options: { port: number; durable: boolean },
): Guarded {
  const fast = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"];
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=200",
    ...(options.durable ? [] : fast),
  ];
  return startGuarded(
    join(native, "bin", "postgres"),
    ["-D", dataDir, "-p", String(options.port), ...settings.flatMap((setting) => ["-c", setting])],
    // Fast shutdown: open transactions are rolled back.
    { runAs, cwd: "/", stopSignal: "SIGINT" },
  );
}

/** Waits as long as the server runs: on a busy machine its start takes a while. */
async function waitUntilReady(url: string, server: Guarded): Promise<void> {
  while (server.isRunning()) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return;
    } catch {
      await pause(30);
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new LaunchError(`PostgreSQL did not start: ${lastOutput(server)}`);
}

async function createDatabase(url: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const found = await client.query("SELECT 1 FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

function lastOutput(program: Guarded): string {
  return program.lastLines().filter(Boolean).slice(-3).join(" ") || "it said nothing.";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
