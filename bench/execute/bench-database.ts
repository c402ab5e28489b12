import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import getPort from "get-port";
import { startPostgres } from "@/emulators/postgres/start-postgres";
import { migrateDatabase } from "@/ops/migrate/migrate-database";

/** A separate migrated PostgreSQL, as durable as in production. */
export type BenchDatabase = { url: string; close: () => Promise<void> };

/** Starts one, and sets this process's environment to it. */
export async function startBenchDatabase(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), "terminal-zero-bench-"));
  const dataDir = join(folder, "postgres");
  const server = await startPostgres({ dataDir, port: await getPort(), durable: true });
  await migrateDatabase(server.url);
  pointAtDatabase(server.url);
  return {
    url: server.url,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** An environment in which the command handler runs; it needs nothing but the database. */
export function pointAtDatabase(url: string): void {
  Object.assign(process.env, {
    DATABASE_URL: url,
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "none",
    QSTASH_TOKEN: "none",
    QSTASH_CURRENT_SIGNING_KEY: "sig_none_current_key",
    QSTASH_NEXT_SIGNING_KEY: "sig_none_next_key",
    CRON_SECRET: "bench-cron-secret",
    NEXTAUTH_SECRET: "bench-secret-of-sessions-0123456789",
  });
}
