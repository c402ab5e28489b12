import { rm } from "node:fs/promises";
import { join } from "node:path";
import getPort from "get-port";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { startCloud } from "@/emulators/start-cloud";
import { startCron } from "@/ops/cron/start-cron";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { createProductEnv } from "@/scripts/product/create-product-env";
import { serveProduct } from "@/scripts/product/serve-product";
import { createTemporaryFolder } from "@/tests/support/create-temporary-folder";

/** The built product with all its emulators, on free ports. */
export type RunningProduct = {
  baseUrl: string;
  /** The server's environment: databases, services, secrets. */
  env: Record<string, string>;
  close: () => Promise<void>;
};

/** Starts the product as `npm run demo` does. There must be a build. @throws Error when it does not come up. */
export async function startProduct(
  options: { replay?: string[]; speed?: number; env?: Record<string, string> } = {},
): Promise<RunningProduct> {
  const folder = await createTemporaryFolder("product");
  const { replay = [], speed = 1 } = options;
  const port = await getPort();
  // Passkeys belong to a host name, which an IP address is not.
  const baseUrl = `http://localhost:${port}`;
  const [postgres, cloud] = await Promise.all([
    getPort().then((free) =>
      startPostgres({ dataDir: join(folder, "postgres"), port: free, durable: false }),
    ),
    startCloud({
      redis: true,
      qstash: true,
      sentry: true,
      push: true,
      paystack: { appUrl: baseUrl },
      venue: { seed: 42, replay, speed },
    }),
  ]);
  await migrateDatabase(postgres.url);
  const env = {
    ...createProductEnv(baseUrl),
    // Tests call faster than users, and share the machine with each other.
    RATE_LIMIT_FACTOR: "100",
    LATENCY_GUARD_FACTOR: "10",
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
    close: async () => {
      await cron.close();
      await server.stop();
      await Promise.all([cloud.close(), postgres.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
