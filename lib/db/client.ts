import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/db/generated/client";
import { getEnv } from "@/lib/infra/env";
import { getProcessSingleton } from "@/lib/infra/process-singleton";

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const POOL_SIZE = 8;

/** The process's database client, with a bounded pool and bounded waits. */
export function getDb(): PrismaClient {
  return getProcessSingleton("db", () => {
    const adapter = new PrismaPg({
      connectionString: getEnv().DATABASE_URL,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      statement_timeout: STATEMENT_TIMEOUT_MS,
    });
    return new PrismaClient({ adapter });
  });
}
