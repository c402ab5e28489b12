import "server-only";
import { lockOwner, type Owner } from "@/lib/db/access/lock-owner";
import { getDb, getPool } from "@/lib/db/client";

/** A stored key. `secret` is encrypted. */
export type StoredKey = {
  key: string;
  portfolioId: string;
  userId: string;
  name: string;
  secret: string | null;
  publicKey: string | null;
  canTrade: boolean;
  ips: string[];
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

/** A key of a call, with what may keep its owner from using it. */
export type CalledKey = StoredKey & { isBanned: boolean; disconnectSeconds: number | null };

const COLUMNS = `k."key", k."portfolioId", k."userId", k."name", k."secret", k."publicKey", k."canTrade", k."ips",
  k."createdAt", k."expiresAt", k."revokedAt", k."lastUsedAt"`;

/** The key with this text, revoked or not; null when there is none. Runs for every call. */
export async function findCalledKey(key: string): Promise<CalledKey | null> {
  const { rows } = await getPool().query<CalledKey>({
    name: "called-key",
    text: `SELECT ${COLUMNS}, (u."bannedAt" IS NOT NULL OR u."deletedAt" IS NOT NULL) AS "isBanned",
        k."disconnectSeconds"
      FROM "ApiKey" k JOIN "User" u ON u."id" = k."userId" WHERE k."key" = $1`,
    values: [key],
  });
  return rows[0] ?? null;
}

/** The keys among these that may still be used. */
export async function findUsableKeys(keys: readonly string[], nowMs: number): Promise<Set<string>> {
  const { rows } = await getPool().query<{ key: string }>({
    name: "usable-keys",
    text: `SELECT k."key" FROM "ApiKey" k JOIN "User" u ON u."id" = k."userId"
      WHERE k."key" = ANY($1) AND k."revokedAt" IS NULL AND (k."expiresAt" IS NULL OR k."expiresAt" > $2)
        AND u."bannedAt" IS NULL AND u."deletedAt" IS NULL`,
    values: [keys, new Date(nowMs)],
  });
  return new Set(rows.map(({ key }) => key));
}

/** A user's keys with the names of their portfolios, newest first. */
export async function listKeys(userId: string): Promise<(StoredKey & { portfolioName: string })[]> {
  const rows = await getDb().apiKey.findMany({
    where: { userId },
    include: { portfolio: { select: { name: true } } },
    orderBy: [{ createdAt: "desc" }, { key: "asc" }],
  });
  return rows.map(({ portfolio, ...row }) => ({ ...row, portfolioName: portfolio.name }));
}

/**
 * Stores a key unless the user has `most` usable ones. Concurrent calls of one user wait for each other.
 *
 * @returns whether it was stored. @throws AppError `unauthorized`, see `lockOwner`
 */
export function storeKey(
  key: Omit<StoredKey, "revokedAt" | "lastUsedAt">,
  owner: Owner,
  most: number,
): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    await lockOwner(tx, owner);
    const usable = { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: key.createdAt } }] };
    if ((await tx.apiKey.count({ where: { userId: key.userId, ...usable } })) >= most) return false;
    await tx.apiKey.create({ data: key });
    return true;
  });
}

/** Revokes a key of a user. @returns false when the user has no such key in use */
export async function revokeStoredKey(userId: string, key: string, at: Date): Promise<boolean> {
  const { count } = await getDb().apiKey.updateMany({
    where: { userId, key, revokedAt: null },
    data: { revokedAt: at },
  });
  return count > 0;
}

/** Records when a key was last used. */
export async function recordKeyUse(portfolioId: string, key: string, at: Date): Promise<void> {
  await getDb().apiKey.updateMany({ where: { portfolioId, key }, data: { lastUsedAt: at } });
}
