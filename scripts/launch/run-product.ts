import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import getPort from "get-port";
import { startCloud } from "@/emulators/start-cloud";
import { startCron } from "@/ops/cron/start-cron";
import { LaunchError } from "@/ops/launch-error";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { DEMO_API_KEY, DEMO_PEOPLE } from "@/prisma/seed/demo-people";
import { buildProduct, generateClient, generateRunner, runToEnd } from "@/scripts/launch/build-product";
import { claimDataFolder } from "@/scripts/launch/claim-data-folder";
import { createProductEnv } from "@/scripts/launch/create-product-env";
import { probeVenue } from "@/scripts/launch/probe-venue";
import { type LaunchOptions, readOptions } from "@/scripts/launch/read-options";
import { saveSecret } from "@/scripts/launch/save-secret";
import { serveGateway, serveProduct } from "@/scripts/launch/serve-product";
import { showProgress } from "@/scripts/launch/show-progress";
import { createShutdown, type Shutdown } from "@/scripts/launch/shutdown";
import { startOwnPostgres } from "@/scripts/launch/start-own-postgres";

const DATA_DIR = ".data";
/** The gateway's port is the product's and this, unless another program uses it. */
const GATEWAY_OFFSET = 100;
const SEED = ["--conditions=react-server", "--import", "tsx", "prisma/seed/seed.ts", "--scenario"];

type Mode = "demo" | "dev";

/** Runs the whole product until it is stopped: `demo` builds and serves it, `dev` reloads it. */
export async function runProduct(mode: Mode): Promise<void> {
  const shutdown = createShutdown();
  try {
    await launch(mode, readOptions(process.argv.slice(2), process.env.PORT), shutdown);
  } catch (error) {
    if (!shutdown.isStopping()) console.error(`\n✗ ${error instanceof Error ? error.message : error}`);
    await shutdown.exit(1);
  }
}

async function launch(mode: Mode, options: LaunchOptions, shutdown: Shutdown): Promise<void> {
  const startedMs = Date.now();
  const { port } = options;
  shutdown.add(await claimDataFolder(DATA_DIR, port));
  if ((await getPort({ port })) !== port) {
    const other = `Choose another one, for example PORT=${port + 1} npm run demo.`;
    throw new LaunchError(`Port ${port} is taken by another program. ${other}`);
  }
  // Variables of the shell win over .env.local, and that over .env.
  for (const file of [".env.local", ".env"]) if (existsSync(file)) process.loadEnvFile(file);
  // Logins with public passwords are seeded into a local database only.
  const scenario = process.env.DATABASE_URL ? "market" : "demo";
  const client = generateClient();
  const built = client.then(() =>
    mode === "demo" ? showProgress("Product built", buildProduct) : generateRunner(),
  );
  const prepared = prepareEnv(options, shutdown);
  const seeded = Promise.all([prepared, client]).then(([env]) =>
    showProgress("Data seeded", () => runToEnd("Seeding", [...SEED, scenario], env)),
  );
  const served = Promise.all([prepared, built]).then(([env]) => serve(mode, port, { env, shutdown }));
  const [env, servers] = await Promise.all([prepared, served, seeded]);
  const baseUrl = `http://127.0.0.1:${port}`;
  const { CRON_SECRET: cronSecret } = env;
  const cron = startCron({ vercelJsonPath: "vercel.json", baseUrl, cronSecret, fireAtStart: true });
  shutdown.add(cron.close);
  await waitForPrices(baseUrl);
  const seconds = ((Date.now() - startedMs) / 1_000).toFixed(1);
  console.log(`\nTerminal Zero is live on http://localhost:${port} (${seconds} s). Ctrl-C stops it.`);
  if (scenario === "demo") printLogins(port, servers.gatewayPort);
  const lastLines = await servers.ended;
  throw new LaunchError(`A server ended by itself:\n${lastLines.slice(-15).join("\n")}`);
}

/** The product's environment: each service is the user's own, else a local one that this starts. */
async function prepareEnv(options: LaunchOptions, shutdown: Shutdown) {
  const baseUrl = `http://localhost:${options.port}`;
  const [databaseUrl, cloud] = await Promise.all([
    prepareDatabase(options, shutdown),
    startServices(options),
  ]);
  const own: ReturnType<typeof createProductEnv> = {
    ...createProductEnv(baseUrl),
    // Saved between runs, since second factors are encrypted with it.
    NEXTAUTH_SECRET: await saveSecret(join(DATA_DIR, "nextauth-secret")),
    ...cloud,
  };
  for (const name of Object.keys(own)) own[name] = process.env[name] || (own[name] ?? "");
  return { ...own, APP_URL: baseUrl, DATABASE_URL: databaseUrl };
}

/** The URL of a migrated database: the configured one, else our own. */
async function prepareDatabase(options: LaunchOptions, shutdown: Shutdown): Promise<string> {
  const configured = process.env.DATABASE_URL;
  const url = configured || (await startDatabase(options.fresh, shutdown));
  const migrating = showProgress("Database migrated", () => migrateDatabase(url, { isOurs: !configured }));
  // An interrupted migration would block the next start: it is completed, which takes a moment.
  shutdown.add(() => migrating);
  await migrating.catch((error) => {
    throw new LaunchError(
      `The database could not be migrated: ${error instanceof Error ? error.message : error}`,
    );
  });
  return url;
}

async function startDatabase(fresh: boolean, shutdown: Shutdown): Promise<string> {
  const folder = join(DATA_DIR, "postgres");
  const onMoved = (path: string) =>
    console.log(`  An earlier version made the data of ${folder}: moved to ${path}, starting without.`);
  const server = await showProgress("PostgreSQL", () => startOwnPostgres(folder, { fresh, onMoved }));
  shutdown.add(server.close);
  await writeFile(join(DATA_DIR, "database-url"), server.url, { mode: 0o600 });
  console.log(`  It listens on port ${new URL(server.url).port}; npm run db:studio shows its tables.`);
  return server.url;
}

/** Starts emulators for the hosted services that are not configured; returns the environment for them. */
async function startServices(options: LaunchOptions): Promise<Record<string, string>> {
  const { UPSTASH_REDIS_REST_URL, QSTASH_TOKEN, SENTRY_DSN, PAYSTACK_SECRET_KEY, BYBIT_WS_URL } = process.env;
  const venue = BYBIT_WS_URL ? null : await chooseVenue(options);
  const start = () =>
    startCloud({
      redis: !UPSTASH_REDIS_REST_URL,
      qstash: !QSTASH_TOKEN,
      sentry: !SENTRY_DSN,
      // A browser subscribes at its own push service.
      push: false,
      paystack: PAYSTACK_SECRET_KEY ? null : { appUrl: `http://127.0.0.1:${options.port}` },
      venue,
    });
  return (await showProgress("Emulators for the hosted services", start)).env;
}

/** Null for the real venue. */
async function chooseVenue({ seed, replay, speed, simulated }: LaunchOptions) {
  if (replay.length > 0) console.log(`  Replaying ${replay.join(", ")} at ${speed}x.`);
  if (replay.length > 0 || simulated) return { seed, replay, speed };
  const problem = await probeVenue();
  if (problem === null) return null;
  console.log(`  Bybit can't be reached (${problem}): showing a simulated market instead, seed ${seed}.`);
  return { seed, replay, speed };
}

/** Serves pages and `/v5`; `ended` resolves with the last lines of the first server that ends. */
async function serve(mode: Mode, port: number, context: { env: Record<string, string>; shutdown: Shutdown }) {
  const { env, shutdown } = context;
  // All lines in `dev`, only trouble in the demo.
  const onLine = (line: string) => {
    const isTrouble = line.startsWith("{") ? /"level":"(warn|error)"/.test(line) : /Error/.test(line);
    if (mode === "dev" || isTrouble) console.log(`  ${line}`);
  };
  const server = await showProgress("Serving", () =>
    serveProduct({ mode: mode === "demo" ? "start" : "dev", port, env, onLine }),
  );
  shutdown.add(server.stop);
  const wanted = port + GATEWAY_OFFSET <= 65_535 ? port + GATEWAY_OFFSET : port - GATEWAY_OFFSET;
  const gatewayPort = await getPort({ port: wanted });
  const gateway = await showProgress("Gateway of /v5", () =>
    serveGateway({ port: gatewayPort, env, onLine }),
  );
  shutdown.add(gateway.stop);
  return {
    gatewayPort,
    ended: Promise.race([server, gateway].map((child) => child.ended.then(child.lastLines))),
  };
}

/** The page is live when it has prices; the page itself shows a venue that does not respond. */
async function waitForPrices(baseUrl: string): Promise<void> {
  const expiresAtMs = Date.now() + 10_000;
  while (Date.now() < expiresAtMs) {
    const response = await fetch(`${baseUrl}/api/health`).catch(() => null);
    const health = (await response?.json().catch(() => null)) as { feed?: { state?: string } } | null;
    if (health?.feed?.state === "live") return;
    await setTimeout(150);
  }
  console.log("  The market has not sent prices yet; the page says so until it does.");
}

/** The demo's accounts, and the lines that a ccxt user needs for REST and sockets. */
function printLogins(port: number, gatewayPort: number): void {
  const { key, secret } = DEMO_API_KEY;
  const host = `localhost:${gatewayPort}`;
  for (const { role, email, password } of DEMO_PEOPLE) {
    console.log(`  ${role === "ADMIN" ? "Admin: " : "Trader:"} ${email}, password "${password}"`);
  }
  console.log(`  The operators' desk (/admin) first asks the admin to set up an authenticator app.
  API key ${key}, secret ${secret}, for any Bybit v5 client, on http://${host}. ccxt:
    const u = "http://${host}", w = "ws://${host}/v5", api = { public: u, private: u, ws: { public: { linear: w + "/public/linear" }, private: { contract: w + "/private", trade: w + "/trade" } } };
    const exchange = new ccxt.pro.bybit({ apiKey: "${key}", secret: "${secret}", urls: { api } });
  Mails go to http://localhost:${port}/mailbox.`);
}
