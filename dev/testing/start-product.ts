import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startCron } from "@/dev/cron/start-cron";
import { createProductEnv } from "@/dev/launch/create-product-env";
import { findFreePort } from "@/dev/launch/find-free-port";
import { serveProduct } from "@/dev/launch/serve-product";
import { applyMigrations } from "@/dev/postgres/schema-engine";
import { startPostgres } from "@/dev/postgres/start-postgres";
import { startCloud } from "@/dev/start-cloud";

/** The built product with all its stand-ins, on free ports. */
export type RunningProduct = {
  baseUrl: string;
  /** What the server runs with: databases, services, secrets. */
  env: Record<string, string>;
  /** Sets misbehaviour switches of a stand-in; see `switches.ts` beside each. */
  control: (service: "venue" | "redis" | "qstash", switches: object) => Promise<void>;
  close: () => Promise<void>;
};

const ADDRESS_OF = {
  venue: "BYBIT_REST_URL",
  redis: "UPSTASH_REDIS_REST_URL",
  qstash: "QSTASH_URL",
  paystack: "PAYSTACK_URL",
} as const;

/** Starts the product as `npm run demo` does. There must be a build. @throws Error when it does not come up. */
export async function startProduct(
  options: { replay?: string[]; speed?: number; env?: Record<string, string> } = {},
): Promise<RunningProduct> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-zero-product-"));
  const { replay = [], speed = 1 } = options;
  const port = await findFreePort();
  const baseUrl = `http://127.0.0.1:${port}`;
  const [postgres, cloud] = await Promise.all([
    findFreePort().then((free) =>
      startPostgres({ dataDir: join(folder, "postgres"), port: free, durable: false }),
    ),
    startCloud({
      redis: true,
      qstash: true,
      paystack: { appUrl: baseUrl },
      venue: { seed: 42, replay, speed },
    }),
  ]);
  await applyMigrations(postgres.url);
  const env = {
    ...createProductEnv(baseUrl),
    // Tests call faster than people.
    RATE_LIMIT_FACTOR: "100",
    DATABASE_URL: postgres.url,
    ...cloud.env,
    ...options.env,
  };
  const server = await serveProduct({ mode: "start", port, env });
  const cron = startCron({
    vercelJsonPath: "vercel.json",
    baseUrl,
    cronSecret: env.CRON_SECRET,
    fireAtStart: true,
  });
  return {
    baseUrl,
    env,
    control: (service, switches) => setSwitches(cloud.env[ADDRESS_OF[service]], switches),
    close: async () => {
      await cron.close();
      await server.stop();
      await Promise.all([cloud.close(), postgres.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function setSwitches(address: string | undefined, switches: object): Promise<void> {
  const answer = await fetch(`${address}/__control`, { method: "POST", body: JSON.stringify(switches) });
  if (!answer.ok) throw new Error(`The stand-in refused ${JSON.stringify(switches)}: ${await answer.text()}`);
}
