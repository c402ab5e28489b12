import { randomUUID } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { LaunchError } from "@/ops/launch-error";
import { type Buildah, hasProgram } from "@/scripts/image/buildah";
import type { Container } from "@/scripts/image/container";
import { type HttpTrader, registerTrader } from "@/scripts/image/http-trader";
import { type Site, SYMBOL, startSite } from "@/scripts/image/site";
import { startProxy } from "@/scripts/image/start-proxy";
import { showProgress } from "@/scripts/process/show-progress";
import type { Shutdown } from "@/scripts/process/shutdown";
import { readFirstPrice } from "@/tests/support/read-first-price";

const ORDERS = 30;
const QTY = "0.001";
/** The shutdown limit of `lib/infra/shutdown.ts`, in ms. */
const STOP_LIMIT_MS = 10_000;
/** Exit code 0 or, as with Next, that of SIGTERM. */
const STOP_CODES = [0, 128 + constants.signals.SIGTERM];
const WAIT_LIMIT_MS = 180_000;
/** Where a container may write: the volumes of its image. */
const WRITABLE = /^\/app\/\.next\/cache\//;

/**
 * Runs the images as docker-compose.yml does, against a real Postgres, a real Redis and the emulator of the
 * venue: migrates, serves, trades, streams, replaces the web server in the middle of orders, and stops
 * everything.
 *
 * @throws LaunchError with the first failure
 */
export async function tryImages(buildah: Buildah, folder: string, shutdown: Shutdown): Promise<void> {
  const site = await showProgress("Postgres, Redis, venue", () => startSite(buildah, folder, shutdown));
  try {
    await tryProcesses(site, folder, shutdown);
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    throw new LaunchError([sentence, ...site.lastLines()].join("\n"));
  }
}

async function tryProcesses(site: Site, folder: string, shutdown: Shutdown): Promise<void> {
  await showProgress("Migrated", async () => {
    await migrate(site, /^Applied /m);
    await migrate(site, /up to date/);
  });
  const endpoints = await site.start("endpoints");
  await waitFor("the endpoints", [endpoints], site.respondsToEndpoints);
  const [web, gateway] = await Promise.all([site.start("web"), site.start("gateway")]);
  const crons = await site.start("crons");
  await showProgress("Serving, with live prices", async () => {
    await waitFor("the health of web", [web, endpoints], web.isHealthy);
    await waitFor("live prices", [web, gateway, crons], site.isFeedLive);
  });
  await showProgress("Streams", async () => {
    const { web: webUrl, gateway: gatewayUrl } = site.urls;
    const faults = await Promise.all(
      [webUrl, gatewayUrl].map((url) => readFirstPrice(url, { symbol: SYMBOL })),
    );
    assert(
      faults.every((fault) => fault === null),
      faults.filter(Boolean).join("\n"),
    );
  });
  await tryProxy(site, folder, shutdown);
  const next = await showProgress("Web server replaced under load", () => replaceUnderLoad(site, web));
  await showProgress("Stopped", async () => {
    await stopGateway(site, gateway);
    for (const one of [crons, next, endpoints]) await stop(one);
  });
  for (const one of [web, next, gateway, crons, endpoints]) await assertUntouched(one);
}

async function tryProxy(site: Site, folder: string, shutdown: Shutdown): Promise<void> {
  if (!(await hasProgram("nginx", "-v"))) {
    console.log("  nginx can't be started: the proxy of compose was not tried.");
    return;
  }
  await showProgress("Streams through the proxy", async () => {
    const url = await startProxy(site, folder, shutdown);
    await waitFor("the proxy", [], async () => (await fetch(`${url}/api/health`)).ok);
    const fault = await readFirstPrice(url, { symbol: SYMBOL });
    assert(fault === null, fault ?? "");
  });
}

async function migrate(site: Site, expected: RegExp): Promise<void> {
  const container = await site.start("migrate");
  const code = await container.ended;
  const detail = container.lastLines().join("\n");
  assert(code === 0 && expected.test(detail), `The migration ended with ${code}, not matching ${expected}.`);
}

/** The server is stopped in the middle of orders; each is sent again until it is acknowledged, as browsers do. */
async function replaceUnderLoad(site: Site, leaving: Container): Promise<Container> {
  const trader = await registerTrader(site.urls.web, SYMBOL);
  const ids = Array.from({ length: ORDERS }, () => randomUUID());
  const unanswered: string[] = [];
  let stopping: ReturnType<typeof stop> | null = null;
  for (const [index, id] of ids.entries()) {
    if (index === ORDERS / 3) stopping = stop(leaving);
    await trader.buy(id, QTY).catch(() => unanswered.push(id));
  }
  await stopping;
  const next = await site.start("web");
  await waitFor("the health of the next web server", [next], next.isHealthy);
  await waitFor("prices of the next web server", [next], site.isFeedLive);
  for (const id of unanswered) {
    await waitFor("an acknowledgement", [next], async () => {
      await trader.buy(id, QTY);
      return true;
    });
  }
  await waitFor("the end of all orders", [next], async () => (await trader.readHoldings()).openOrders === 0);
  await assertOrders(site, trader, ids);
  console.log(`  ${ORDERS} orders, ${unanswered.length} of them sent again; none lost, none doubled.`);
  return next;
}

async function assertOrders(site: Site, trader: HttpTrader, ids: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: site.databaseUrl });
  await client.connect();
  const { rows } = await client
    .query('SELECT "clientOrderId", "status" FROM "Order" WHERE "portfolioId" = $1', [trader.portfolioId])
    .finally(() => client.end());
  const recorded = rows.map((row) => String(row.clientOrderId)).sort();
  assert(
    JSON.stringify(recorded) === JSON.stringify([...ids].sort()),
    `${ids.length} orders were sent and ${recorded.length} are recorded.`,
  );
  const filled = rows.filter((row) => row.status === "FILLED").length;
  const ended = filled + rows.filter((row) => row.status === "REJECTED").length;
  assert(ended === ids.length, `${ids.length - ended} orders have no end.`);
  const { qty } = await trader.readHoldings();
  const expected = filled * Number(QTY);
  assert(
    filled > 0 && Math.abs(qty - expected) < 1e-9,
    `${filled} fills make ${expected}, the position is ${qty}.`,
  );
}

/** A reader sees the end of the stream, not a broken connection. */
async function stopGateway(site: Site, gateway: Container): Promise<void> {
  const response = await fetch(`${site.urls.gateway}/api/stream?symbols=${SYMBOL}`);
  const read = response.text().catch((error: Error) => `broken: ${error.message}`);
  await stop(gateway);
  const text = await read;
  assert(!text.startsWith("broken"), `The stream of the stopped gateway did not end: ${text}`);
}

async function stop(container: Container): Promise<void> {
  const { code, tookMs } = await container.stop();
  assert(
    STOP_CODES.includes(code) && tookMs < STOP_LIMIT_MS,
    `A container ended with ${code} after ${tookMs} ms; the limit is ${STOP_LIMIT_MS} ms.`,
  );
}

/** On ECS the file system is read-only but for the volumes. */
async function assertUntouched({ mount, startedMs }: Container): Promise<void> {
  const entries = await readdir(join(mount, "app"), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || WRITABLE.test(path.slice(mount.length))) continue;
    const { mtimeMs } = await stat(path);
    assert(mtimeMs < startedMs, `A container has written ${path.slice(mount.length)}, which is no volume.`);
  }
}

async function waitFor(
  what: string,
  containers: readonly Container[],
  isThere: () => Promise<boolean>,
): Promise<void> {
  const expiresAtMs = Date.now() + WAIT_LIMIT_MS;
  while (!(await isThere().catch(() => false))) {
    const isHopeless = Date.now() > expiresAtMs || containers.some((one) => !one.isRunning());
    assert(!isHopeless, `Waited in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function assert(holds: boolean, sentence: string): void {
  if (!holds) throw new LaunchError(sentence);
}
