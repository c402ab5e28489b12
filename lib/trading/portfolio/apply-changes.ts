import "server-only";
import { findDeferredPortfolios } from "@/lib/db/portfolio/deferred-changes";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Portfolios of one sweep; the next one takes the rest. */
const LIMIT = 2_000;

/**
 * Carries out the changes that waited behind a gap, as far as price paths have been walked by now. A path that meets
 * the portfolio does it on its own way; this is for those that no price met.
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
