import "server-only";
import { collectStatement } from "@/lib/challenge/proof/collect-statement";
import type { Statement } from "@/lib/core/proof/statement";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { findCertifiedPortfolio } from "@/lib/db/proof/certificates";
import { AppError } from "@/lib/schemas/api-error";

/**
 * The log of one phase of a passed challenge, public for holders of its link. @throws AppError `not_found`
 */
export async function writePublicStatement(query: { id: string; phase: number }): Promise<Statement> {
  const portfolioId = await findCertifiedPortfolio(query.id, query.phase);
  const stored = portfolioId === null ? null : await loadPortfolio(portfolioId);
  if (stored === null) throw new AppError("not_found", "There is no such certificate.");
  return collectStatement(stored);
}
