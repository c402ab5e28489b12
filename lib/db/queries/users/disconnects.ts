import "server-only";
import { getPool } from "@/lib/db/client";

/** A key whose sockets have been closed for longer than it allows. */
export type Disconnected = { portfolioId: string; key: string; connectedAt: Date; disconnectSeconds: number };

/** How long a key's sockets may be closed before its orders are cancelled; null for ever. */
export async function setDisconnectSeconds(
  { portfolioId, key }: { portfolioId: string; key: string },
  seconds: number | null,
): Promise<void> {
  await getPool().query({
    name: "set-disconnect-seconds",
    text: `UPDATE "ApiKey" SET "disconnectSeconds" = $3, "connectedAt" = NULL WHERE "portfolioId" = $1 AND "key" = $2`,
    values: [portfolioId, key, seconds],
  });
}

/** Records that these keys have an open socket, as far as their orders depend on it. The clock is the database's. */
export async function recordConnected(keys: readonly string[]): Promise<void> {
  await getPool().query({
    name: "record-connected",
    text: `UPDATE "ApiKey" SET "connectedAt" = now() WHERE "key" = ANY($1) AND "disconnectSeconds" IS NOT NULL`,
    values: [keys],
  });
}

/** The keys whose orders are to be cancelled now, at most `limit`. */
export async function findDisconnected(limit: number): Promise<Disconnected[]> {
  const { rows } = await getPool().query<Disconnected>({
    name: "find-disconnected",
    text: `SELECT "portfolioId", "key", "connectedAt", "disconnectSeconds" FROM "ApiKey" WHERE "connectedAt" IS NOT NULL
      AND "connectedAt" + "disconnectSeconds" * INTERVAL '1 second' < now() ORDER BY "connectedAt" LIMIT $1`,
    values: [limit],
  });
  return rows;
}

/** Ends the watch of a key until its next socket, unless one has been opened meanwhile. */
export async function clearConnected({ portfolioId, key, connectedAt }: Disconnected): Promise<void> {
  await getPool().query({
    name: "clear-connected",
    text: `UPDATE "ApiKey" SET "connectedAt" = NULL WHERE "portfolioId" = $1 AND "key" = $2 AND "connectedAt" = $3`,
    values: [portfolioId, key, connectedAt],
  });
}
