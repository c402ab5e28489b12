import "server-only";
import { checkChallenge } from "@/lib/challenge/check-challenge";
import { toNumber } from "@/lib/core/decimal";
import { isMarkFresh, marketOf } from "@/lib/core/engine/context";
import { findChallengesToEvaluate } from "@/lib/db/queries/challenges";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { buildContext } from "@/lib/market/reference/build-context";

/**
 * Checks the equity of every challenge with a position once; those near a rule's level go through the command
 * handler.
 */
export async function sweepEquity(symbols: readonly string[]): Promise<{ evaluated: number }> {
  const context = await buildContext(symbols);
  const marks = symbols.flatMap((symbol) => {
    const market = marketOf(context, symbol);
    return market ? [{ symbol, mark: toNumber(market.mark), isFresh: isMarkFresh(context, market) }] : [];
  });
  const candidates = await findChallengesToEvaluate(marks);
  for (const portfolioId of candidates) {
    await checkChallenge(portfolioId).catch((error) =>
      reportError("challenge-not-evaluated", error, { portfolioId }),
    );
  }
  return { evaluated: candidates.length };
}
