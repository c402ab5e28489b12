import "server-only";
import { type Money, parseMoney } from "@/lib/core/decimal";
import { PORTFOLIO_KINDS, type PortfolioKind } from "@/lib/core/engine/state/state";
import { getDb } from "@/lib/db/client";

/** Stored attributes of a portfolio besides its state. */
export type StoredFacts = { userId: string; name: string; kind: PortfolioKind; timeZone: string };

/** Name, kind and owner's time zone of a portfolio; null when there is none. */
export async function findFacts(portfolioId: string): Promise<StoredFacts | null> {
  const row = await getDb().portfolio.findUnique({
    where: { id: portfolioId },
    select: { userId: true, name: true, kind: true, user: { select: { timeZone: true } } },
  });
  if (!row) return null;
  return { userId: row.userId, name: row.name, kind: toPortfolioKind(row.kind), timeZone: row.user.timeZone };
}

/** The kind that a row has; the database allows no other. */
export function toPortfolioKind(text: string): PortfolioKind {
  return PORTFOLIO_KINDS.find((kind) => kind === text) ?? "PRACTICE";
}

/**
 * Equity at `atMs`: that of the newest snapshot at or before it; null when the portfolio is younger.
 *
 * @internal
 */
export async function findEquityAt(portfolioId: string, atMs: number): Promise<Money | null> {
  const [row] = await getDb().$queryRaw<{ equity: string | null }[]>`
    SELECT equity_at(${portfolioId}, ${new Date(atMs)})::text AS "equity"`;
  return row?.equity == null ? null : parseMoney(row.equity);
}

/**
 * The base of the profit since `atMs`: equity at that time (0 for a younger portfolio) plus all cash flows
 * since that don't come from trading. A reset therefore does not undo earlier losses. Null for a portfolio
 * without a series.
 */
export async function findProfitBase(portfolioId: string, atMs: number): Promise<Money | null> {
  const at = new Date(atMs);
  const [row] = await getDb().$queryRaw<{ base: string | null }[]>`
    SELECT (CASE WHEN count(*) > 0 THEN coalesce(equity_at(${portfolioId}, ${at}), 0)
      + coalesce(sum("flow") FILTER (WHERE "at" > ${at}), 0) END)::text AS "base"
    FROM "EquitySnapshot" WHERE "portfolioId" = ${portfolioId} AND "flow" <> 0`;
  return row?.base == null ? null : parseMoney(row.base);
}
