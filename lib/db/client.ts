import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { getEnv } from "@/lib/infra/env/env";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { reportError } from "@/lib/infra/telemetry/report-error";

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const POOL_SIZE = 8;

type Settings = { DATABASE_URL: string; DATABASE_TIMEOUT_FACTOR: number };

/** The process's connection pool, bounded in size and in acquisition time. */
export function getPool(): pg.Pool {
  return getProcessSingleton("db-pool", () => openPool(getEnv()));
}

/** The process's database client, on the same pool. */
export function getDb(): PrismaClient {
  return getProcessSingleton("db", () => openClient(getPool(), getEnv()));
}

/** @internal */
export function openPool({ DATABASE_URL, DATABASE_TIMEOUT_FACTOR }: Settings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS * DATABASE_TIMEOUT_FACTOR,
    statement_timeout: STATEMENT_TIMEOUT_MS * DATABASE_TIMEOUT_FACTOR,
  });
  // A broken idle connection is replaced at the next use; without a listener the error would end the
  // process.
  pool.on("error", (error) => reportError("database-connection-lost", error));
  return pool;
}

/**
 * A transaction waits as long for its connection, and lasts as long, as a single statement may.
 *
 * @internal
 */
export function openClient(
  pool: pg.Pool,
  { DATABASE_TIMEOUT_FACTOR }: Omit<Settings, "DATABASE_URL">,
): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    transactionOptions: {
      maxWait: CONNECT_TIMEOUT_MS * DATABASE_TIMEOUT_FACTOR,
      timeout: STATEMENT_TIMEOUT_MS * DATABASE_TIMEOUT_FACTOR,
    },
  });
}
