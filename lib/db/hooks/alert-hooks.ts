import "server-only";
import { lockOwner, type Owner } from "@/lib/db/access/lock-owner";
import { getDb, getPool } from "@/lib/db/client";

/** A stored hook. Only a hash of its token is stored. */
export type StoredHook = {
  id: string;
  portfolioId: string;
  userId: string;
  name: string;
  tokenHash: string;
  createdAt: Date;
  revokedAt: Date | null;
};

/** One received alert. */
export type StoredHookCall = {
  id: string;
  portfolioId: string;
  hookId: string;
  receivedAt: Date;
  body: string;
  outcome: string;
  code: string | null;
  message: string;
  orderId: string | null;
};

/** The hook with this token hash that may be used; null when there is none. */
export async function findUsableHook(tokenHash: string): Promise<StoredHook | null> {
  const { rows } = await getPool().query<StoredHook>({
    name: "usable-hook",
    text: `SELECT h."id", h."portfolioId", h."userId", h."name", h."tokenHash", h."createdAt", h."revokedAt"
      FROM "AlertHook" h JOIN "User" u ON u."id" = h."userId"
      WHERE h."tokenHash" = $1 AND h."revokedAt" IS NULL AND u."bannedAt" IS NULL AND u."deletedAt" IS NULL`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

/** A user's hooks with the names of their portfolios, newest first. */
export async function listHooks(userId: string): Promise<(StoredHook & { portfolioName: string })[]> {
  const rows = await getDb().alertHook.findMany({
    where: { userId },
    include: { portfolio: { select: { name: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "asc" }],
  });
  return rows.map(({ portfolio, ...row }) => ({ ...row, portfolioName: portfolio.name }));
}

/**
 * Stores a hook unless the user has `most` usable ones. Concurrent calls of one user wait for each other.
 *
 * @returns whether it was stored. @throws AppError `unauthorized`, see `lockOwner`
 */
export function storeHook(hook: Omit<StoredHook, "revokedAt">, owner: Owner, most: number): Promise<boolean> {
  return getDb().$transaction(async (tx) => {
    await lockOwner(tx, owner);
    if ((await tx.alertHook.count({ where: { userId: hook.userId, revokedAt: null } })) >= most) return false;
    await tx.alertHook.create({ data: hook });
    return true;
  });
}

/** Revokes a hook of a user. @returns false when the user has no such hook in use */
export async function revokeStoredHook(userId: string, id: string, at: Date): Promise<boolean> {
  const { count } = await getDb().alertHook.updateMany({
    where: { userId, id, revokedAt: null },
    data: { revokedAt: at },
  });
  return count > 0;
}

/** Records a received alert, and deletes those of the portfolio that are older than the newest `most`. */
export async function recordHookCall(call: StoredHookCall, most: number): Promise<void> {
  const { portfolioId } = call;
  await getDb().alertHookCall.create({ data: call });
  await getDb().$executeRaw`DELETE FROM "AlertHookCall" WHERE "portfolioId" = ${portfolioId} AND "id" IN (
    SELECT "id" FROM "AlertHookCall" WHERE "portfolioId" = ${portfolioId}
    ORDER BY "receivedAt" DESC, "id" OFFSET ${most})`;
}

/** The newest alerts that a user's hooks received. */
export async function listHookCalls(
  userId: string,
  most: number,
): Promise<(StoredHookCall & { hookName: string })[]> {
  const rows = await getDb().alertHookCall.findMany({
    where: { hook: { userId } },
    include: { hook: { select: { name: true } } },
    orderBy: [{ receivedAt: "desc" }, { id: "asc" }],
    take: most,
  });
  return rows.map(({ hook, ...row }) => ({ ...row, hookName: hook.name }));
}
