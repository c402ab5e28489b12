import { rename } from "node:fs/promises";
import getPort from "get-port";
import pg from "pg";
import { type Postgres, startPostgres } from "@/emulators/postgres/start-postgres";
import { findForeignMigrations } from "@/ops/migrate/find-foreign-migrations";

/** The port of the demo's own database, unless another program uses it. */
const DATABASE_PORT = 54_329;

/**
 * Starts the embedded PostgreSQL of `npm run demo`. A data folder made by migrations other than this
 * version's is moved aside unchanged: `onMoved` gets its new path, and an empty database starts in its place.
 *
 * @throws LaunchError with one sentence when it can't start
 */
export async function startOwnPostgres(
  dataDir: string,
  options: { fresh: boolean; onMoved: (path: string) => void },
): Promise<Postgres> {
  const port = await getPort({ port: DATABASE_PORT });
  const server = await startPostgres({ dataDir, port, durable: true, fresh: options.fresh });
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const foreign = await findForeignMigrations(client).finally(() => client.end());
  if (foreign.length === 0) return server;
  await server.close();
  const aside = `${server.dataDir}-before-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}`;
  await rename(server.dataDir, aside);
  options.onMoved(aside);
  return startPostgres({ dataDir, port, durable: true });
}
