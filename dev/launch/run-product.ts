import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { CloudOptions } from "@/dev/cloud";
import { startCron } from "@/dev/cron/start-cron";
import { buildProduct, generateClient, runToEnd } from "@/dev/launch/build-product";
import { findFreePort, isPortFree } from "@/dev/launch/find-free-port";
import { LaunchError } from "@/dev/launch/launch-error";
import { probeVenue } from "@/dev/launch/probe-venue";
import { showProgress } from "@/dev/launch/progress";
import { type LaunchOptions, readOptions } from "@/dev/launch/read-options";
import { holdRunFile, readRunning } from "@/dev/launch/run-file";
import { createShutdown, type Shutdown } from "@/dev/launch/shutdown";
import { type Guarded, startGuarded } from "@/dev/launch/start-guarded";
import { readUserEnv } from "@/dev/launch/user-env";
import { applyMigrations } from "@/dev/postgres/schema-engine";
import { startPostgres } from "@/dev/postgres/start-postgres";

const DATA_DIR = ".data";
const READY_LIMIT_MS = 60_000;
const TSX = ["--conditions=react-server", "--import", "tsx"];

type Env = Record<string, string>;

/** Runs the whole product until it is told to stop: `demo` builds and serves it, `dev` reloads it. */
export async function runProduct(mode: "demo" | "dev"): Promise<void> {
  const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
  try {
    await launch(mode, readOptions(process.argv.slice(2), process.env), shutdown);
  } catch (error) {
    if (shutdown.isStopping()) return;
    console.error(`\n✗ ${error instanceof LaunchError ? error.message : describe(error)}`);
    await shutdown.exit(1);
  }
}

async function launch(mode: "demo" | "dev", options: LaunchOptions, shutdown: Shutdown): Promise<void> {
  const startedMs = Date.now();
  await assertFree(options.port);
  shutdown.add(await holdRunFile(DATA_DIR, options.port));
  if (options.fresh) await rm(join(DATA_DIR, "postgres"), { recursive: true, force: true });

  const userEnv = readUserEnv();
  const [database, cloud] = await Promise.all([
    prepareDatabase(userEnv, shutdown),
    startCloud(userEnv, options, shutdown),
    prepareCode(mode, shutdown),
  ]);
  const env = {
    CRON_SECRET: randomBytes(24).toString("hex"),
    APP_URL: `http://localhost:${options.port}`,
    STREAM_MAX_SECONDS: "3600",
    ...database,
    ...cloud,
    ...userEnv,
  };
  await runToEnd("Seeding", [...TSX, "prisma/seed/seed.ts", "--scenario", "market"], { shutdown, env });
  const server = await showProgress("Serving", () => serve(mode, options.port, { env, shutdown }));
  const cron = await startCron({
    vercelJsonPath: "vercel.json",
    baseUrl: `http://127.0.0.1:${options.port}`,
    cronSecret: env.CRON_SECRET,
    fireAtStart: true,
  });
  shutdown.add(() => cron.close());
  await waitForPrices(options.port);
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  console.log(`\nTerminal Zero is live on http://localhost:${options.port} (${seconds} s). Ctrl-C stops it.`);

  const code = await server.ended;
  if (shutdown.isStopping()) return;
  throw new LaunchError(
    `The server ended by itself (code ${code}):\n${server.lastLines().slice(-15).join("\n")}`,
  );
}

async function assertFree(port: number): Promise<void> {
  const running = await readRunning(DATA_DIR);
  if (running) {
    throw new LaunchError(
      `Terminal Zero already runs on http://localhost:${running.port} (process ${running.pid}). Stop that one first.`,
    );
  }
  if (await isPortFree(port)) return;
  throw new LaunchError(
    `Port ${port} is taken by another program. Choose another one, for example PORT=${port + 1} npm run demo.`,
  );
}

async function prepareDatabase(userEnv: Env, shutdown: Shutdown): Promise<Env> {
  const configured = userEnv.DATABASE_URL;
  const url = configured ?? (await startOwnPostgres(shutdown));
  await showProgress("Database migrated", () => applyMigrations(url)).catch((error) => {
    throw new LaunchError(`The database could not be migrated: ${describe(error)}`);
  });
  return { DATABASE_URL: url };
}

async function startOwnPostgres(shutdown: Shutdown): Promise<string> {
  const port = await findFreePort();
  const dataDir = join(DATA_DIR, "postgres");
  const server = await showProgress("PostgreSQL", () => startPostgres({ dataDir, port, durable: true }));
  shutdown.add(server.close);
  return server.url;
}

async function startCloud(userEnv: Env, options: LaunchOptions, shutdown: Shutdown): Promise<Env> {
  const cloudOptions: CloudOptions = {
    redis: userEnv.UPSTASH_REDIS_REST_URL === undefined,
    qstash: userEnv.QSTASH_TOKEN === undefined,
    venue: userEnv.BYBIT_WS_URL === undefined ? await chooseVenue(options) : null,
  };
  let ready: (env: Env) => void = () => {};
  const env = new Promise<Env>((resolve) => {
    ready = resolve;
  });
  const cloud = startGuarded(process.execPath, [...TSX, "dev/cloud.ts", JSON.stringify(cloudOptions)], {
    onLine: (line) => (line.startsWith("{") ? ready(JSON.parse(line) as Env) : console.log(`  ${line}`)),
  });
  shutdown.add(cloud.stop);
  const failed = cloud.ended.then(() => {
    throw new LaunchError(`The stand-ins did not start: ${cloud.lastLines().slice(-5).join(" ")}`);
  });
  failed.catch(() => {});
  return showProgress("Stand-ins for the hosted services", () => Promise.race([env, failed]));
}

/** Null for the real venue. */
async function chooseVenue(options: LaunchOptions): Promise<CloudOptions["venue"]> {
  const { seed, replay, speed } = options;
  if (replay.length > 0) console.log(`  Replaying ${replay.join(", ")} at ${speed}x.`);
  if (replay.length > 0 || options.simulated) return { seed, replay, speed };
  const problem = await probeVenue();
  if (problem === null) return null;
  console.log(`  Bybit can't be reached (${problem}): showing a simulated market instead, seed ${seed}.`);
  return { seed, replay, speed };
}

async function prepareCode(mode: "demo" | "dev", shutdown: Shutdown): Promise<void> {
  await generateClient(shutdown);
  if (mode === "demo") await showProgress("Product built", () => buildProduct(shutdown));
}

async function serve(
  mode: "demo" | "dev",
  port: number,
  context: { env: Env; shutdown: Shutdown },
): Promise<Guarded> {
  const args = ["node_modules/next/dist/bin/next", mode === "demo" ? "start" : "dev", "-p", String(port)];
  const server = startGuarded(process.execPath, args, {
    env: { ...process.env, ...context.env, NODE_ENV: mode === "demo" ? "production" : "development" },
    onLine: (line) => {
      if (mode === "dev" || /"level":"(warn|error)"|Error/.test(line)) console.log(`  ${line}`);
    },
  });
  context.shutdown.add(server.stop);
  const deadlineMs = Date.now() + READY_LIMIT_MS;
  while (server.isRunning() && Date.now() < deadlineMs) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/time`).catch(() => null);
    if (answer?.ok) return server;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  if (context.shutdown.isStopping()) return server;
  throw new LaunchError(`The server did not start:\n${server.lastLines().slice(-15).join("\n")}`);
}

/** The page is live when it has prices; a venue that says nothing is the page's own story to tell. */
async function waitForPrices(port: number): Promise<void> {
  const deadlineMs = Date.now() + 10_000;
  while (Date.now() < deadlineMs) {
    const answer = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    const health = (await answer?.json().catch(() => null)) as { feed?: { state?: string } } | null;
    if (health?.feed?.state === "live") return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  console.log("  The market has not spoken yet; the page says so until it does.");
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
