import "server-only";
import { collectStatement } from "@/lib/challenge/proof/collect-statement";
import type { Statement } from "@/lib/core/proof/statement";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";

/** A user's portfolio as a statement: its whole log up to this moment. @throws AppError `not_found` */
export async function writeStatement(userId: string, portfolioId: string): Promise<Statement> {
  return collectStatement(await requireOwnPortfolio(userId, portfolioId));
}
