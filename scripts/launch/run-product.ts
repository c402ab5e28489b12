import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CloudOptions } from "@/emulators/start-cloud";
import { startCron } from "@/ops/cron/start-cron";
import { LaunchError } from "@/ops/launch-error";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { DEMO_API_KEY, DEMO_PEOPLE } from "@/prisma/seed/demo-people";
import { buildProduct, generateClient, generateRunner, runToEnd } from "@/scripts/launch/build-product";
import { createProductEnv } from "@/scripts/launch/create-product-env";
import { isPortFree } from "@/scripts/launch/find-free-port";
import { probeVenue } from "@/scripts/launch/probe-venue";
import { type LaunchOptions, readOptions } from "@/scripts/launch/read-options";
import { readUserEnv } from "@/scripts/launch/read-user-env";
import { holdRunFile, readRunning } from "@/scripts/launch/run-file";
import { saveSecret } from "@/scripts/launch/save-secret";
import { serveGateway } from "@/scripts/launch/serve-gateway";
import { serveProduct } from "@/scripts/launch/serve-product";
import { showProgress } from "@/scripts/launch/show-progress";
import { createShutdown, type Shutdown } from "@/scripts/launch/shutdown";
import { type Guarded, startGuarded } from "@/scripts/launch/start-guarded";
import { startOwnPostgres } from "@/scripts/launch/start-own-postgres";

const DATA_DIR = ".data";
/** The port of the demo's own database, unless another program uses it. */
const DATABASE_PORT = 54_329;
/** The gateway's port is the product's and this, unless another program uses it. */
const GATEWAY_OFFSET = 100;
const TSX = ["--conditions=react-server", "--import", "tsx"];

/** Why the operating system rejected a file, as text. */
const DENIALS: Record<string, string> = {
  EACCES: "it belongs to another user",
  EPERM: "it belongs to another user",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
};

type Env = Record<string, string>;

/** Runs the whole product until it is stopped: `demo` builds and serves it, `dev` reloads it. */
export async function runProduct(mode: "demo" | "dev"): Promise<void> {
  const shutdown = createShutdown((reason) => console.log(`\n… ${reason}`));
  try {
    await launch(mode, readOptions(process.argv.slice(2), process.env), shutdown);
  } catch (error) {
    if (shutdown.isStopping()) return;
    console.error(`\n✗ ${describe(error)}`);
    await shutdown.exit(1);
  }
}

async function launch(mode: "demo" | "dev", options: LaunchOptions, shutdown: Shutdown): Promise<void> {
  const startedMs = Date.now();
  await assertFree(options.port);
  shutdown.add(await holdRunFile(DATA_DIR, options.port));

  const userEnv = readUserEnv();
  // Logins with public passwords are seeded into a local database only.
  const scenario = userEnv.DATABASE_URL === undefined ? "demo" : "market";
  const client = generateClient(shutdown);
  const services = Promise.all([
    prepareDatabase(userEnv, options, shutdown),
    startCloudProcess(userEnv, options, shutdown),
  ]);
  const ready = services.then(async ([database, cloud]) => ({
    ...createProductEnv(`http://localhost:${options.port}`),
    // Saved between runs, since second factors are encrypted with it.
    NEXTAUTH_SECRET: await saveSecret(join(DATA_DIR, "nextauth-secret")),
    ...database,
    ...cloud,
    ...userEnv,
  }));
  const seeded = Promise.all([ready, client]).then(([env]) =>
    showProgress("Data seeded", () => seed(scenario, env, shutdown)),
  );
  const served = Promise.all([ready, client.then(() => prepareCode(mode, shutdown))]).then(([env]) =>
    showProgress("Serving", () => serve(mode, options.port, { env, shutdown })),
  );
  const [env, server] = await Promise.all([ready, served, seeded]);
  const gateway = await showProgress("Gateway of /v5", () =>
    serveSockets(mode, options.port, { env, shutdown }),
  );
  const cron = startCron({
    vercelJsonPath: "vercel.json",
    baseUrl: `http://127.0.0.1:${options.port}`,
    cronSecret: env.CRON_SECRET,
    fireAtStart: true,
  });
  shutdown.add(() => cron.close());
  await waitForPrices(options.port);
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  console.log(`\nTerminal Zero is live on http://localhost:${options.port} (${seconds} s). Ctrl-C stops it.`);
  if (scenario === "demo") {
    for (const { role, email, password } of DEMO_PEOPLE) {
      console.log(`  ${role === "ADMIN" ? "Admin: " : "Trader:"} ${email}, password "${password}"`);
    }
    console.log("  The operators' desk (/admin) first asks the admin to set up an authenticator app.");
    printClientLines(gateway.port);
    console.log(`  Mails go to http://localhost:${options.port}/mailbox.`);
  }

  const [name, ended, code] = await Promise.race([watchEnd("server", server), watchEnd("gateway", gateway)]);
  if (shutdown.isStopping()) return;
  throw new LaunchError(
    `The ${name} ended by itself (code ${code}):\n${ended.lastLines().slice(-15).join("\n")}`,
  );
}

async function watchEnd(name: string, child: Guarded): Promise<[name: string, child: Guarded, code: number]> {
  return [name, child, await child.ended];
}

/** The lines that a ccxt user needs for REST and sockets. */
function printClientLines(port: number): void {
  const { key, secret } = DEMO_API_KEY;
  const host = `localhost:${port}`;
  const sockets = `public: { linear: w + "/public/linear" }, private: { contract: w + "/private", trade: w + "/trade" }`;
  console.log(`  API key ${key}, secret ${secret}, for any Bybit v5 client, on http://${host}. ccxt:`);
  console.log(
    `    const u = "http://${host}", w = "ws://${host}/v5", api = { public: u, private: u, ws: { ${sockets} } };`,
  );
  console.log(
    `    const exchange = new ccxt.pro.bybit({ apiKey: "${key}", secret: "${secret}", urls: { api } });`,
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

/** A migrated database: the configured one, else our own. */
async function prepareDatabase(userEnv: Env, options: LaunchOptions, shutdown: Shutdown): Promise<Env> {
  const configured = userEnv.DATABASE_URL;
  const url = configured ?? (await startDatabase(options.fresh, shutdown));
  const migrating = showProgress("Database migrated", () =>
    migrateDatabase(url, { isOurs: configured === undefined }),
  );
  // An interrupted migration would block the next start: it is completed, which takes a moment.
  shutdown.add(() => migrating);
  await migrating.catch((error) => {
    throw new LaunchError(`The database could not be migrated: ${describe(error)}`);
  });
  return { DATABASE_URL: url };
}

async function seed(scenario: "demo" | "market", env: Env, shutdown: Shutdown): Promise<void> {
  await runToEnd("Seeding", [...TSX, "prisma/seed/seed.ts", "--scenario", scenario], { shutdown, env });
}

async function startDatabase(fresh: boolean, shutdown: Shutdown): Promise<string> {
  const onMoved = (path: string) =>
    console.log(
      `  An earlier version made the data of ${DATA_DIR}/postgres: moved to ${path}, starting without.`,
    );
  const server = await showProgress("PostgreSQL", () =>
    startOwnPostgres(join(DATA_DIR, "postgres"), { fresh, onMoved, port: DATABASE_PORT }),
  );
  shutdown.add(server.close);
  await writeFile(join(DATA_DIR, "database-url"), server.url, { mode: 0o600 });
  console.log(`  It listens on port ${new URL(server.url).port}; npm run db:studio shows its tables.`);
  return server.url;
}

async function startCloudProcess(userEnv: Env, options: LaunchOptions, shutdown: Shutdown): Promise<Env> {
  const cloudOptions: CloudOptions = {
    redis: userEnv.UPSTASH_REDIS_REST_URL === undefined,
    qstash: userEnv.QSTASH_TOKEN === undefined,
    sentry: userEnv.SENTRY_DSN === undefined,
    // A browser subscribes at its own push service.
    push: false,
    paystack:
      userEnv.PAYSTACK_SECRET_KEY === undefined ? { appUrl: `http://127.0.0.1:${options.port}` } : null,
    venue: userEnv.BYBIT_WS_URL === undefined ? await chooseVenue(options) : null,
  };
  let ready: (env: Env) => void = () => {};
  const env = new Promise<Env>((resolve) => {
    ready = resolve;
  });
  const cloud = startGuarded(process.execPath, [...TSX, "emulators/cloud.ts", JSON.stringify(cloudOptions)], {
    onLine: (line) => (line.startsWith("{") ? ready(JSON.parse(line) as Env) : console.log(`  ${line}`)),
  });
  shutdown.add(cloud.stop);
  const failed = cloud.ended.then(() => {
    throw new LaunchError(`The emulators did not start: ${cloud.lastLines().slice(-5).join(" ")}`);
  });
  failed.catch(() => {});
  return showProgress("Emulators for the hosted services", () => Promise.race([env, failed]));
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
  if (mode === "demo") await showProgress("Product built", () => buildProduct(shutdown));
  else await generateRunner(shutdown);
}

async function serve(
  mode: "demo" | "dev",
  port: number,
  context: { env: Env; shutdown: Shutdown },
): Promise<Guarded> {
  const server = await serveProduct({
    mode: mode === "demo" ? "start" : "dev",
    port,
    env: context.env,
    onLine: (line) => printLine(mode, line),
  });
  context.shutdown.add(server.stop);
  return server;
}

async function serveSockets(
  mode: "demo" | "dev",
  port: number,
  { env, shutdown }: { env: Env; shutdown: Shutdown },
): Promise<Guarded & { port: number }> {
  const wanted = port + GATEWAY_OFFSET <= 65_535 ? port + GATEWAY_OFFSET : port - GATEWAY_OFFSET;
  const gateway = await serveGateway({ port: wanted, env, onLine: (line) => printLine(mode, line) });
  shutdown.add(gateway.stop);
  return gateway;
}

/** Shows a line of a server: all of them in `dev`, only trouble in the demo. */
function printLine(mode: "demo" | "dev", line: string): void {
  const isTrouble = line.startsWith("{") ? /"level":"(warn|error)"/.test(line) : /Error/.test(line);
  if (mode === "dev" || isTrouble) console.log(`  ${line}`);
}

/** The page is live when it has prices; the page itself shows a venue that does not respond. */
async function waitForPrices(port: number): Promise<void> {
  const expiresAtMs = Date.now() + 10_000;
  while (Date.now() < expiresAtMs) {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`).catch(() => null);
    const health = (await response?.json().catch(() => null)) as { feed?: { state?: string } } | null;
    if (health?.feed?.state === "live") return;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  console.log("  The market has not spoken yet; the page says so until it does.");
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  const denied = code && path && DENIALS[code];
  return denied ? `${path} can't be written: ${denied}. The demo keeps its data there.` : error.message;
}
