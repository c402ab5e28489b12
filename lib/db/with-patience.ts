import "server-only";
import { getDb } from "@/lib/db/client";
import type { Prisma } from "@/lib/db/generated/client";

/**
 * Runs one statement that may take longer than a person would wait for: a job over everybody's rows. It stands alone
 * in its transaction, which is what the longer limit ends with.
 */
export async function withPatience<T>(timeoutMs: number, statement: Prisma.PrismaPromise<T>): Promise<T> {
  const limit = String(timeoutMs);
  const raise = getDb().$executeRaw`SELECT set_config('statement_timeout', ${limit}, true)`;
  const [, result] = await getDb().$transaction([raise, statement]);
  return result;
}
