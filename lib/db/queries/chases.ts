import "server-only";
import type { Side } from "@/lib/core/engine/orders/order";
import { CHASE_PREFIX, type ChaseStatus } from "@/lib/core/order-groups/plan-chase";
import { getDb, getPool } from "@/lib/db/client";
import { hasSameRunningTerms } from "@/lib/db/queries/has-same-running-terms";
import { shortenNumeric } from "@/lib/db/shorten-numeric";

/**
 * A stored chase with its limit order; decimals as text. `price` is the order's; null before it is placed and once it
 * has ended.
 */
export type StoredChase = {
  portfolioId: string;
  userId: string;
  id: string;
  epoch: number;
  symbol: string;
  side: Side;
  qty: string;
  reduceOnly: boolean;
  leverage: string | null;
  distance: string;
  limitPrice: string;
  status: ChaseStatus;
  reason: string | null;
  startsAt: Date;
  endsAt: Date;
  isPlaced: boolean;
  price: string | null;
  filled: string;
  filledValue: string;
};

type NewChase = Pick<
  StoredChase,
  | "portfolioId"
  | "id"
  | "epoch"
  | "symbol"
  | "side"
  | "qty"
  | "reduceOnly"
  | "leverage"
  | "distance"
  | "limitPrice"
  | "startsAt"
  | "endsAt"
>;
type Key = Pick<StoredChase, "portfolioId" | "id">;

const SELECT = `SELECT c."portfolioId", p."userId", c."id", c."epoch", c."symbol", c."side", c."qty"::text, c."reduceOnly",
    c."leverage"::text, c."distance"::text, c."limitPrice"::text, c."status", c."reason", c."startsAt", c."endsAt",
    o."clientOrderId" IS NOT NULL AS "isPlaced", CASE WHEN o."endedAt" IS NULL THEN o."price"::text END AS "price",
    coalesce(o."filled", 0)::text AS "filled", coalesce(o."filledValue", 0)::text AS "filledValue"
  FROM "ChaseOrder" c JOIN "Portfolio" p ON p."id" = c."portfolioId"
    LEFT JOIN "Order" o ON o."portfolioId" = c."portfolioId" AND o."clientOrderId" = $1 || c."id"`;

/**
 * Stores a chase, unless the portfolio has `limit` active ones; one with its id is left as it is.
 * @returns `known` where that one is the same, `reused` where it has other terms
 */
export async function insertChase(
  chase: NewChase,
  limit: number,
): Promise<"stored" | "known" | "full" | "reused"> {
  const { portfolioId, id } = chase;
  return getDb().$transaction(async (tx) => {
    // One after the other: two at once would both count the same.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`chases:${portfolioId}`}, 0))::text`;
    const known = await tx.chaseOrder.findUnique({ where: { portfolioId_id: { portfolioId, id } } });
    if (known !== null)
      return hasSameRunningTerms(known, chase) && known.distance.equals(chase.distance) ? "known" : "reused";
    const active = await tx.chaseOrder.count({ where: { portfolioId, status: "active" } });
    if (active >= limit) return "full";
    await tx.chaseOrder.create({ data: { ...chase, status: "active" } });
    return "stored";
  });
}

/** Removes a chase whose order was rejected at once: sent again, it is decided again. */
export async function removeChase({ portfolioId, id }: Key): Promise<void> {
  await getDb().chaseOrder.deleteMany({ where: { portfolioId, id } });
}

/** All active chases that began before `before`, the oldest first; at most `limit`. */
export async function findActiveChases(before: Date, limit: number): Promise<StoredChase[]> {
  const where = `WHERE c."status" = 'active' AND c."startsAt" < $2 ORDER BY c."startsAt" LIMIT $3::int`;
  return read(`${SELECT} ${where}`, [before, limit]);
}

/** The active chases of a portfolio and those that ended after `endedAfter`, newest first. */
export async function findChases(portfolioId: string, endedAfter: Date): Promise<StoredChase[]> {
  return read(
    `${SELECT} WHERE c."portfolioId" = $2 AND (c."status" = 'active' OR c."endedAt" >= $3)
      ORDER BY c."startsAt" DESC LIMIT 50`,
    [portfolioId, endedAfter],
  );
}

/** Ends an active chase; its order stays. */
export async function endChase(
  { portfolioId, id }: Key,
  end: { status: Exclude<ChaseStatus, "active">; reason?: string },
): Promise<void> {
  const { status, reason = null } = end;
  await getDb().chaseOrder.updateMany({
    where: { portfolioId, id, status: "active" },
    data: { status, reason, endedAt: new Date() },
  });
}

async function read(text: string, values: readonly unknown[]): Promise<StoredChase[]> {
  const { rows } = await getPool().query<StoredChase>(text, [CHASE_PREFIX, ...values]);
  return rows.map((row) => ({
    ...row,
    qty: shortenNumeric(row.qty),
    leverage: row.leverage && shortenNumeric(row.leverage),
    distance: shortenNumeric(row.distance),
    limitPrice: shortenNumeric(row.limitPrice),
    price: row.price && shortenNumeric(row.price),
    filled: shortenNumeric(row.filled),
    filledValue: shortenNumeric(row.filledValue),
  }));
}
