import "server-only";
import { formatRounded, parseDecimal } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { toPortfolioKind } from "@/lib/db/portfolio/portfolio-facts";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import type { StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { AppError } from "@/lib/schemas/api-error";
import type { PortfolioSummary } from "@/lib/schemas/trading/trading-responses";

/**
 * A user's portfolios, oldest first; those of imported trades, which can't be traded, only on request.
 * Archived ones are marked.
 */
export async function listPortfolios(
  userId: string,
  { withImported = false } = {},
): Promise<PortfolioSummary[]> {
  const rows = await getDb().portfolio.findMany({
    where: { userId, ...(!withImported && { kind: { not: "IMPORTED" } }) },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      name: true,
      kind: true,
      balance: true,
      lockReason: true,
      archivedAt: true,
      phases: { select: { challengeId: true } },
    },
  });
  return rows.map(({ lockReason, balance, kind, phases, archivedAt, ...row }) => ({
    ...row,
    kind: toPortfolioKind(kind),
    balance: formatRounded(parseDecimal(balance.toFixed())),
    locked: lockReason,
    challengeId: phases[0]?.challengeId ?? null,
    isArchived: archivedAt !== null,
  }));
}

/**
 * A user's portfolio with its whole state. @throws AppError `not_found`, also for a portfolio of another user
 */
export async function requireOwnPortfolio(userId: string, portfolioId: string): Promise<StoredPortfolio> {
  const stored = await loadPortfolio(portfolioId);
  if (stored?.userId !== userId) throw new AppError("not_found", "There is no such portfolio.");
  return stored;
}

/** The last sequence number of each portfolio's log. */
export async function findSeqs(portfolioIds: readonly string[]): Promise<{ id: string; seq: number }[]> {
  return getDb().portfolio.findMany({
    where: { id: { in: [...portfolioIds] } },
    select: { id: true, seq: true },
  });
}

/** Renames a portfolio of the user. @returns false where there is none of that id */
export async function renamePortfolio(userId: string, id: string, name: string): Promise<boolean> {
  const { count } = await getDb().portfolio.updateMany({ where: { id, userId }, data: { name } });
  return count === 1;
}

/**
 * Takes a practice portfolio out of the list, or puts it back: only where the user then still has one in the list, and
 * at most `limits` of each; out of the list only without positions and open orders. Under the lock of
 * `insert_portfolio`. @returns whether it was changed
 */
export async function setArchived(
  userId: string,
  change: { id: string; archivedAt: Date | null },
  limits: { shown: number; archived: number },
): Promise<boolean> {
  return getDb().$transaction(async (db) => {
    await db.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`portfolios:${userId}`}, 0))::text`;
    const practice = { userId, kind: "PRACTICE" };
    const shown = await db.portfolio.count({ where: { ...practice, archivedAt: null } });
    const archived = await db.portfolio.count({ where: { ...practice, archivedAt: { not: null } } });
    const isAllowed =
      change.archivedAt === null ? shown < limits.shown : shown > 1 && archived < limits.archived;
    if (!isAllowed) return false;
    const isEmpty = { orders: { none: { endedAt: null } }, positions: { none: {} } };
    const { count } = await db.portfolio.updateMany({
      where: { ...practice, id: change.id, ...(change.archivedAt !== null && isEmpty) },
      data: { archivedAt: change.archivedAt },
    });
    return count === 1;
  });
}
