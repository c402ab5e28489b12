import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startCloud } from "@/emulators/start-cloud";
import { LaunchError } from "@/ops/launch-error";
import { migrateDatabase } from "@/ops/migrate/migrate-database";
import { probeVenue } from "@/scripts/launch/probe-venue";
import type { LaunchOptions } from "@/scripts/launch/read-options";
import { saveSecret } from "@/scripts/launch/save-secret";
import { startOwnPostgres } from "@/scripts/launch/start-own-postgres";
import { showProgress } from "@/scripts/process/show-progress";
import type { Shutdown } from "@/scripts/process/shutdown";
import { createProductEnv } from "@/scripts/product/create-product-env";

/**
 * The product's environment: each service is the user's own, else a local one that this starts; the local ones
 * keep their files in `dataDir`. @throws LaunchError when a service can't start
 */
export async function startServices(dataDir: string, options: LaunchOptions, shutdown: Shutdown) {
  const baseUrl = `http://localhost:${options.port}`;
  const [databaseUrl, cloud] = await Promise.all([
    prepareDatabase(dataDir, options, shutdown),
    startEmulators(options),
  ]);
  const own: ReturnType<typeof createProductEnv> = {
    ...createProductEnv(baseUrl),
    // Saved between runs, since second factors are encrypted with it.
    NEXTAUTH_SECRET: await saveSecret(join(dataDir, "nextauth-secret")),
    ...cloud,
  };
  for (const name of Object.keys(own)) own[name] = process.env[name] || (own[name] ?? "");
  return { ...own, APP_URL: baseUrl, DATABASE_URL: databaseUrl };
}

/** The URL of a migrated database: the configured one, else our own. */
async function prepareDatabase(dataDir: string, { fresh }: LaunchOptions, shutdown: Shutdown) {
  const configured = process.env.DATABASE_URL;
  const url = configured || (await startDatabase(dataDir, fresh, shutdown));
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

async function startDatabase(dataDir: string, fresh: boolean, shutdown: Shutdown): Promise<string> {
  const folder = join(dataDir, "postgres");
  const onMoved = (path: string) =>
    console.log(`  An earlier version made the data of ${folder}: moved to ${path}, starting without.`);
  const server = await showProgress("PostgreSQL", () => startOwnPostgres(folder, { fresh, onMoved }));
  shutdown.add(server.close);
  await writeFile(join(dataDir, "database-url"), server.url, { mode: 0o600 });
  console.log(`  It listens on port ${new URL(server.url).port}; npm run db:studio shows its tables.`);
  return server.url;
}

/** Starts emulators for the hosted services that are not configured; returns the environment for them. */
async function startEmulators(options: LaunchOptions): Promise<Record<string, string>> {
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
