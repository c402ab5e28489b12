import "server-only";
import type { PricePath } from "@/lib/core/engine/context";
import { reportError } from "@/lib/infra/report-error";
import { AppError } from "@/lib/schemas/api-error";
import { commandPortfolio } from "@/lib/trading/command-portfolio";
import { forEachAtOnce } from "@/lib/trading/for-each-at-once";
import { parsePath, type SettleMessage } from "@/lib/trading/settle-message";

/** Decisions made at the same time: as many as there are connections to make them. */
const PARALLEL = 8;

/** Lets each portfolio meet a price path. @returns the ids of those for which it could not be decided. */
export async function settlePortfolios(
  portfolioIds: readonly string[],
  move: { symbol: string; path: PricePath },
): Promise<string[]> {
  const failed: string[] = [];
  await forEachAtOnce(portfolioIds, PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, { type: "price-moved", ...move }, [move.symbol]);
    } catch (error) {
      failed.push(portfolioId);
      reportError("portfolio-not-settled", error, { portfolioId, symbol: move.symbol });
    }
  });
  return failed;
}

/** What a message of the queue asks for. @throws AppError `service_unavailable` when some could not be decided */
export async function settleMessage({
  symbol,
  path,
  portfolioIds,
}: SettleMessage): Promise<{ outcome: "done"; portfolios: number }> {
  const failed = await settlePortfolios(portfolioIds, { symbol, path: parsePath(path) });
  if (failed.length > 0) {
    throw new AppError("service_unavailable", `${failed.length} portfolios could not be settled.`);
  }
  return { outcome: "done", portfolios: portfolioIds.length };
}
