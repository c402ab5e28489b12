import { rename } from "node:fs/promises";
import pg from "pg";
import { type Postgres, startPostgres } from "@/emulators/postgres/start-postgres";
import { findForeignMigrations } from "@/ops/migrate/find-foreign-migrations";
import { findFreePort, isPortFree } from "@/scripts/launch/find-free-port";

/**
 * Starts the embedded PostgreSQL of `npm run demo`. A data folder made by migrations other than this
 * version's is moved aside unchanged: `onMoved` gets its new path, and an empty database starts in its place.
 *
 * @param options.port its port, unless another program uses it
 * @throws LaunchError with one sentence when it can't start
 */
export async function startOwnPostgres(
  dataDir: string,
  options: { fresh: boolean; onMoved: (path: string) => void; port?: number },
): Promise<Postgres> {
  const { port: wanted } = options;
  const port = wanted !== undefined && (await isPortFree(wanted)) ? wanted : await findFreePort();
  const server = await startPostgres({ dataDir, port, durable: true, fresh: options.fresh });
  if (!(await isForeign(server.url))) return server;
  await server.close();
  const aside = `${server.dataDir}-before-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  await rename(server.dataDir, aside);
  options.onMoved(aside);
  return startPostgres({ dataDir, port, durable: true });
}

async function isForeign(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await findForeignMigrations(client)).length > 0;
  } finally {
    await client.end();
  }
}
