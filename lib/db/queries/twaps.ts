import "server-only";
import { parseQty, type Qty } from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import { TWAP_PREFIX, type TwapStatus } from "@/lib/core/order-groups/plan-twap";
import { getDb, getPool } from "@/lib/db/client";
import { hasSameRunningTerms } from "@/lib/db/queries/has-same-running-terms";
import { shortenNumeric } from "@/lib/db/shorten-numeric";

/** A stored TWAP; quantities as decimal text. `filled` and `open` are sums over its orders, `sent` their count. */
export type StoredTwap = {
  portfolioId: string;
  id: string;
  epoch: number;
  symbol: string;
  side: Side;
  qty: string;
  reduceOnly: boolean;
  leverage: string | null;
  count: number;
  status: TwapStatus;
  reason: string | null;
  startsAt: Date;
  endsAt: Date;
  nextAt: Date;
  filled: string;
  filledValue: string;
  open: string;
  sent: number;
};

type NewTwap = Pick<
  StoredTwap,
  | "portfolioId"
  | "id"
  | "epoch"
  | "symbol"
  | "side"
  | "qty"
  | "reduceOnly"
  | "leverage"
  | "count"
  | "startsAt"
  | "endsAt"
>;

const SELECT = `SELECT t."portfolioId", t."id", t."epoch", t."symbol", t."side", t."qty"::text, t."reduceOnly",
    t."leverage"::text, t."count", t."status", t."reason", t."startsAt", t."endsAt", t."nextAt",
    o."filled"::text, o."filledValue"::text, o."open"::text, o."sent"
  FROM "TwapOrder" t CROSS JOIN LATERAL (
    SELECT coalesce(sum("filled"), 0) AS "filled", coalesce(sum("filledValue"), 0) AS "filledValue",
      coalesce(sum("qty" - "filled") FILTER (WHERE "endedAt" IS NULL), 0) AS "open", count(*)::int AS "sent"
    FROM generate_series(0, t."count" - 1) slot
      JOIN "Order" ON "portfolioId" = t."portfolioId" AND "clientOrderId" = $1 || t."id" || ':' || slot) o`;

/**
 * Stores a TWAP, unless the portfolio has `limit` active ones; one with its id is left as it is.
 * @returns `reused` where that one has other terms
 */
export async function insertTwap(twap: NewTwap, limit: number): Promise<"stored" | "full" | "reused"> {
  const { portfolioId, id } = twap;
  return getDb().$transaction(async (tx) => {
    // One after the other: two at once would both count the same.
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`twaps:${portfolioId}`}, 0))::text`;
    const known = await tx.twapOrder.findUnique({ where: { portfolioId_id: { portfolioId, id } } });
    if (known !== null)
      return hasSameRunningTerms(known, twap) && known.count === twap.count ? "stored" : "reused";
    const active = await tx.twapOrder.count({ where: { portfolioId, status: "active" } });
    if (active >= limit) return "full";
    await tx.twapOrder.create({ data: { ...twap, status: "active", nextAt: twap.startsAt } });
    return "stored";
  });
}

/** Active TWAPs whose next step is due, the longest due first; at most `limit`. */
export async function findDueTwaps(now: Date, limit: number): Promise<StoredTwap[]> {
  return read(
    `${SELECT} WHERE t."status" = 'active' AND t."nextAt" <= $2 ORDER BY t."nextAt" LIMIT $3::int`,
    [now, limit],
  );
}

/** The active TWAPs of a portfolio and those that ended after `endedAfter`, newest first. */
export async function findTwaps(portfolioId: string, endedAfter: Date): Promise<StoredTwap[]> {
  return read(
    `${SELECT} WHERE t."portfolioId" = $2 AND (t."status" = 'active' OR t."endedAt" >= $3)
      ORDER BY t."startsAt" DESC LIMIT 50`,
    [portfolioId, endedAfter],
  );
}

/** Sets when the next step of an active TWAP is due; a later instant stays. */
export async function delayTwap({ portfolioId, id }: Key, nextAt: Date): Promise<void> {
  await getDb().twapOrder.updateMany({
    where: { portfolioId, id, status: "active", nextAt: { lt: nextAt } },
    data: { nextAt },
  });
}

/** Ends an active TWAP; its open orders stay. @returns whether it was active */
export async function endTwap(
  { portfolioId, id }: Key,
  end: { status: Exclude<TwapStatus, "active">; reason?: string },
): Promise<boolean> {
  const { status, reason = null } = end;
  const { count } = await getDb().twapOrder.updateMany({
    where: { portfolioId, id, status: "active" },
    data: { status, reason, endedAt: new Date() },
  });
  return count === 1;
}

/** Stops the active TWAPs of a user's portfolio, or those of one symbol. */
export async function stopTwaps(of: {
  userId: string;
  portfolioId: string;
  symbol?: string | undefined;
}): Promise<void> {
  const { userId, portfolioId, symbol } = of;
  await getDb().twapOrder.updateMany({
    where: { portfolioId, portfolio: { userId }, status: "active", ...(symbol !== undefined && { symbol }) },
    data: { status: "stopped", endedAt: new Date() },
  });
}

/** Quantity that has been filled or may still be, base currency. */
export function doneQty({ filled, open }: StoredTwap): Qty {
  return (parseQty(filled) + parseQty(open)) as Qty;
}

type Key = Pick<StoredTwap, "portfolioId" | "id">;

async function read(text: string, values: readonly unknown[]): Promise<StoredTwap[]> {
  const { rows } = await getPool().query<StoredTwap>(text, [TWAP_PREFIX, ...values]);
  return rows.map((row) => ({
    ...row,
    qty: shortenNumeric(row.qty),
    leverage: row.leverage && shortenNumeric(row.leverage),
    filled: shortenNumeric(row.filled),
    filledValue: shortenNumeric(row.filledValue),
    open: shortenNumeric(row.open),
  }));
}
