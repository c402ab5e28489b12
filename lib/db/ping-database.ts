import "server-only";
import { getDb } from "@/lib/db/client";

/** One round trip to the database. Throws when it is away. */
export async function pingDatabase(): Promise<void> {
  await getDb().$queryRaw`SELECT 1`;
}
