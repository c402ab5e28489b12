import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/** The database's timeout should expire before the client's, in ms. */
const CLIENT_GRACE_MS = 5_000;

/**
 * Runs one statement with a longer timeout than a request allows, for jobs over all users' rows. It runs
 * alone in its transaction, which limits the scope of the timeout and of the memory for each sort and hash.
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
  // The client has its own timeout, after which it would roll back.
  const [, result] = await getDb().$transaction([raise, statement], { timeout: timeoutMs + CLIENT_GRACE_MS });
  return result;
}
