import "server-only";
import { recordAct } from "@/lib/db/admin/audit";
import { findPortfoliosWithOrders } from "@/lib/db/portfolio/holders-of-symbol";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { isHaltSet } from "@/lib/market/reference/halts";
import { AppError } from "@/lib/schemas/api-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

const PARALLEL = 8;
/** Portfolios in one query. */
const PAGE = 2_000;

/**
 * Cancels every open order in a halted symbol, for all portfolios, before the prices of the halt are walked.
 * Stops and targets of positions stay. Idempotent: failures are reported and left for the next call.
 *
 * @throws AppError `still_traded`
 */
export async function cancelHalted(
  adminId: string,
  { symbol, reason }: { symbol: string; reason: string },
): Promise<{ portfolios: number; failed: number }> {
  if (!(await isHaltSet(symbol))) {
    throw new AppError("still_traded", `${symbol} is traded; halt it before you cancel its orders.`);
  }
  const act = { adminId, action: "cancel-orders", target: `symbol:${symbol}`, reason };
  await recordAct(act, { before: null, after: { asked: true } });
  const done = { portfolios: 0, failed: 0 };
  while (done.failed === 0) {
    const ids = await findPortfoliosWithOrders(symbol, PAGE);
    if (ids.length === 0) break;
    await forEachConcurrent(ids, PARALLEL, async (portfolioId) => {
      try {
        await commandPortfolio(portfolioId, { type: "cancel-halted", symbol }, [symbol]);
        done.portfolios += 1;
      } catch (error) {
        done.failed += 1;
        reportError("halted-orders-not-cancelled", error, { portfolioId, symbol });
      }
    });
  }
  await recordAct(act, { before: null, after: done });
  return done;
}
