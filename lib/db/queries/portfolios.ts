import "server-only";
import { formatRounded, parseDecimal } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { toPortfolioKind } from "@/lib/db/portfolio/portfolio-facts";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import type { StoredPortfolio } from "@/lib/db/portfolio/stored-state";
import { AppError } from "@/lib/schemas/api-error";
import type { PortfolioSummary } from "@/lib/schemas/trading-responses";

/** A user's portfolios, oldest first; those of imported trades, which can't be traded, only on request. */
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
      phases: { select: { challengeId: true } },
    },
  });
  return rows.map(({ lockReason, balance, kind, phases, ...row }) => ({
    ...row,
    kind: toPortfolioKind(kind),
    balance: formatRounded(parseDecimal(balance.toFixed())),
    locked: lockReason,
    challengeId: phases[0]?.challengeId ?? null,
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
