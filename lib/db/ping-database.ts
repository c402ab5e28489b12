import "server-only";
import { getDb } from "@/lib/db/client";

/** One round trip to the database. @throws when it is unavailable */
export async function pingDatabase(): Promise<void> {
  await getDb().$queryRaw`SELECT 1`;
}
