import { rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { startCloud } from "@/emulators/start-cloud";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import type { Shutdown } from "@/scripts/process/shutdown";
import { createProductEnv } from "@/scripts/product/create-product-env";
import { type RunningFunction, startFunction } from "@/scripts/vercel/start-function";
import type { VercelOutput } from "@/scripts/vercel/vercel-output";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";
import { readFirstPrice } from "@/tests/support/read-first-price";

const SYMBOL = "BTCUSDT";

type Services = { env: Record<string, string> & { CRON_SECRET: string }; close: () => Promise<void> };

/**
 * Runs functions of a build as Vercel would, each in a process with its own files only: the market feed
 * (sockets), a registration (native hashing, Postgres, Redis) and the stream, which has to deliver a price
 * before its response ends. One sentence for each that fails.
 */
export async function tryFunctions(output: VercelOutput, shutdown: Shutdown): Promise<string[]> {
  const services = await startServices();
  shutdown.add(services.close);
  const started: RunningFunction[] = [];
  const start = async (path: string) => {
    const one = output.functions.find((candidate) => candidate.path === path);
    if (!one) throw new Error(`There is no function ${path}.`);
    const running = await startFunction(one, services.env);
    started.push(running);
    return running;
  };
  try {
    return (
      await Promise.all([
        tryRegistration(await start("api/auth/register"), services.env.APP_URL ?? ""),
        tryPrices(await start("api/cron/market"), await start("api/stream"), services.env.CRON_SECRET),
      ])
    ).flat();
  } finally {
    for (const { program, folder } of started) {
      await program.stop();
      await rm(folder, { recursive: true, force: true });
    }
    await services.close();
  }
}

async function startServices(): Promise<Services> {
  const folder = await createTemporaryFolder("vercel-services");
  const baseUrl = "http://localhost:3000";
  const port = await getPort();
  const [postgres, cloud] = await Promise.all([
    startPostgres({ dataDir: join(folder, "postgres"), port, durable: false }),
    startCloud({
      redis: true,
      qstash: true,
      sentry: true,
      push: false,
      paystack: { appUrl: baseUrl },
      venue: { seed: 42, replay: [], speed: 1 },
    }),
  ]);
  await migrateDatabase(postgres.url);
  return {
    env: {
      ...createProductEnv(baseUrl),
      REDIS_TIMEOUT_MS: "5000",
      MARKET_SYMBOLS: SYMBOL,
      DATABASE_URL: postgres.url,
      ...cloud.env,
      // VERCEL itself is not set: with it the product rejects emulators, which use plain HTTP.
      CLIENT_IP_HEADER: "x-real-ip",
    },
    close: async () => {
      await Promise.all([cloud.close(), postgres.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function tryRegistration({ url, program }: RunningFunction, origin: string): Promise<string[]> {
  const outcome = await fetch(`${url}/api/auth/register`, {
    method: "POST",
    headers: { origin, "content-type": "application/json", "x-real-ip": "192.0.2.1" },
    body: JSON.stringify({ email: "trader@example.com", password: "a horse on the moon", name: "Trader" }),
  }).then(
    async (response) => `${response.status} ${await response.text()}`,
    (error: Error) => `nothing (${error.message})`,
  );
  if (outcome.startsWith("202 ")) return [];
  return [`api/auth/register responded ${outcome}\n${program.lastLines().slice(-10).join("\n")}`];
}

/** The processes share no memory: the price reaches the stream through Redis, as on Vercel. */
async function tryPrices(
  market: RunningFunction,
  stream: RunningFunction,
  cronSecret: string,
): Promise<string[]> {
  const isOver = new AbortController();
  const feed = fetch(`${market.url}/api/cron/market`, {
    headers: { authorization: `Bearer ${cronSecret}` },
    signal: isOver.signal,
  }).then(
    async (response) => `api/cron/market ended with ${response.status} ${await response.text()}`,
    (error: Error) => `api/cron/market broke: ${error.message}`,
  );
  const price = readFirstPrice(stream.url, { symbol: SYMBOL, headers: { "x-real-ip": "192.0.2.2" } });
  const fault = await Promise.race([price, feed]);
  isOver.abort();
  if (fault === null) return [];
  const lines = [market, stream].flatMap(({ program }) => program.lastLines().slice(-10));
  return [`${fault}\n${lines.join("\n")}`];
}
