import "server-only";
import { findDeferredPortfolios } from "@/lib/db/portfolio/deferred-changes";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Portfolios of one sweep; the next one processes the rest. */
const LIMIT = 2_000;

/**
 * Applies the deferred changes up to the point to which price paths have been walked. A path that triggers
 * the portfolio applies them too; this is for portfolios that no price triggers.
 */
export async function applyChanges(): Promise<void> {
  await forEachConcurrent(await findDeferredPortfolios(LIMIT), PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, { type: "apply-changes" }, "all");
    } catch (error) {
      reportError("changes-not-applied", error, { portfolioId });
    }
  });
}
