import "server-only";
import { getDb } from "@/lib/db/client";

type Key = { venue: string; symbol: string; period: string };

/** The stored file; null where it was never built. */
export async function findCandleFile(key: Key): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await getDb().candleFile.findUnique({
    where: { venue_symbol_period: key },
    select: { bytes: true },
  });
  return row === null ? null : new Uint8Array(row.bytes);
}

/** Stores a file, in place of one of an older format. */
export async function storeCandleFile(key: Key, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  await getDb().candleFile.upsert({
    where: { venue_symbol_period: key },
    create: { ...key, bytes },
    update: { bytes },
  });
}
