import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** The database's limit is to be the one that is met. */
const CLIENT_GRACE_MS = 5_000;

/**
 * Runs one statement that may take longer than a person would wait for: a job over everybody's rows. It stands alone
 * in its transaction, which is what the longer limit ends with, and the memory for each of its sorts and hashes.
 */
export async function withTimeout<T>(
  timeoutMs: number,
  statement: Prisma.PrismaPromise<T>,
  options: { memoryMb?: number } = {},
): Promise<T> {
  const limit = String(timeoutMs);
  const memory = `${options.memoryMb ?? 4}MB`;
  const raise = getDb().$executeRaw`
    SELECT set_config('statement_timeout', ${limit}, true), set_config('work_mem', ${memory}, true)`;
  // The client has a limit of its own, after which it would take everything back.
  const [, result] = await getDb().$transaction([raise, statement], { timeout: timeoutMs + CLIENT_GRACE_MS });
  return result;
}
