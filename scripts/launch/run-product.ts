import { existsSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import getPort from "get-port";
import { startCron } from "@/ops/cron/start-cron";
import { LaunchError } from "@/ops/launch-error";
import { claimDataFolder } from "@/scripts/launch/claim-data-folder";
import { printDemoLogins } from "@/scripts/launch/print-demo-logins";
import { readOptions } from "@/scripts/launch/read-options";
import { startServices } from "@/scripts/launch/start-services";
import { runScript } from "@/scripts/process/run-script";
import { showProgress } from "@/scripts/process/show-progress";
import type { Shutdown } from "@/scripts/process/shutdown";
import { buildProduct, generateClient, generateRunner } from "@/scripts/product/build-product";
import { seedDatabase } from "@/scripts/product/seed-database";
import { serveGateway, serveProduct } from "@/scripts/product/serve-product";

const DATA_DIR = ".data";
/** The gateway's port is the product's and this, unless another program uses it. */
const GATEWAY_OFFSET = 100;

type Mode = "demo" | "dev";

/** Runs the whole product until it is stopped: `demo` builds and serves it, `dev` reloads it. */
export const runProduct = (mode: Mode) => runScript((shutdown) => launch(mode, shutdown));

async function launch(mode: Mode, shutdown: Shutdown): Promise<never> {
  const startedMs = Date.now();
  const options = readOptions(process.argv.slice(2), process.env.PORT);
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
  const prepared = startServices(DATA_DIR, options, shutdown);
  const seeded = Promise.all([prepared, client]).then(([env]) =>
    showProgress("Data seeded", () => seedDatabase(["--scenario", scenario], env)),
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
  if (scenario === "demo") printDemoLogins(port, servers.gatewayPort);
  const lastLines = await servers.ended;
  throw new LaunchError(`A server ended by itself:\n${lastLines.slice(-15).join("\n")}`);
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
