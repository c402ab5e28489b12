import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startBybit } from "@/dev/bybit/start-bybit";
import { startCron } from "@/dev/cron/start-cron";
import { findFreePort } from "@/dev/launch/find-free-port";
import { type Guarded, startGuarded } from "@/dev/launch/start-guarded";
import { applyMigrations } from "@/dev/postgres/schema-engine";
import { startPostgres } from "@/dev/postgres/start-postgres";
import { startQstash } from "@/dev/qstash/start-qstash";
import { startUpstashRedis } from "@/dev/upstash-redis/start-upstash-redis";

const READY_LIMIT_MS = 60_000;

/** The built product with all its stand-ins, on free ports. */
export type RunningProduct = {
  baseUrl: string;
  /** Addresses whose `/__control` takes misbehaviour switches. */
  venueUrl: string;
  redisUrl: string;
  qstashUrl: string;
  close: () => Promise<void>;
};

/** Starts the product as `npm run demo` does. There must be a build. @throws Error when it does not come up. */
export async function startProduct(
  options: { replay?: string[]; speed?: number } = {},
): Promise<RunningProduct> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-zero-product-"));
  const [postgres, redis, qstash, venue, port] = await Promise.all([
    findFreePort().then((free) =>
      startPostgres({ dataDir: join(folder, "postgres"), port: free, durable: false }),
    ),
    startUpstashRedis({}),
    startQstash({}),
    startBybit({ seed: 42, ...options }),
    findFreePort(),
  ]);
  await applyMigrations(postgres.url);
  const cronSecret = randomBytes(24).toString("hex");
  const baseUrl = `http://127.0.0.1:${port}`;
  const server = startGuarded(
    process.execPath,
    ["node_modules/next/dist/bin/next", "start", "-p", String(port)],
    {
      env: {
        ...process.env,
        NODE_ENV: "production",
        APP_URL: baseUrl,
        DATABASE_URL: postgres.url,
        UPSTASH_REDIS_REST_URL: redis.url,
        UPSTASH_REDIS_REST_TOKEN: redis.token,
        QSTASH_URL: qstash.url,
        QSTASH_TOKEN: qstash.token,
        QSTASH_CURRENT_SIGNING_KEY: qstash.currentSigningKey,
        QSTASH_NEXT_SIGNING_KEY: qstash.nextSigningKey,
        CRON_SECRET: cronSecret,
        BYBIT_WS_URL: venue.wsUrl,
        BYBIT_REST_URL: venue.restUrl,
        MARKET_KIND: venue.source.kind,
        MARKET_ID: venue.source.id,
        MARKET_NAME: venue.source.name,
      },
    },
  );
  await waitForAnswer(`${baseUrl}/api/time`, server);
  const cron = await startCron({ vercelJsonPath: "vercel.json", baseUrl, cronSecret, fireAtStart: true });
  return {
    baseUrl,
    venueUrl: venue.restUrl,
    redisUrl: redis.url,
    qstashUrl: qstash.url,
    close: async () => {
      await cron.close();
      await server.stop();
      await Promise.all([venue.close(), redis.close(), qstash.close(), postgres.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitForAnswer(url: string, server: Guarded): Promise<void> {
  const deadlineMs = Date.now() + READY_LIMIT_MS;
  while (server.isRunning() && Date.now() < deadlineMs) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The product did not start:\n${server.lastLines().join("\n")}`);
}
