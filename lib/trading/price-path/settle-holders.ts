import "server-only";
import { parsePrice } from "@/lib/core/decimal";
import type { SettlementCause } from "@/lib/core/engine/events";
import { findCandles } from "@/lib/db/market/candles";
import { findPortfoliosIn } from "@/lib/db/portfolio/holders-of-symbol";
import { getEnv } from "@/lib/infra/env/env";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";

/** Concurrent commands: their reads and writes are batched into few statements. */
const PARALLEL = 64;
/** Portfolios that are settled in one run; the next one processes the rest. */
const LIMIT = 2_000;

type Settlement = { symbol: string; price?: string | undefined; cause: SettlementCause; note: string };

/**
 * Cancels all orders in a symbol and closes all positions in it: at the price given, else at the last mark,
 * else at the close of the newest candle that is stored. Idempotent. Failures are reported and left for the
 * next run.
 */
export async function settleHolders(settlement: Settlement): Promise<{ settled: number; failed: number }> {
  const { symbol, cause, note } = settlement;
  const price = settlement.price ?? (await findLastClose(symbol));
  const command = {
    type: "settle-symbol",
    symbol,
    cause,
    note,
    ...(price !== undefined && { price: parsePrice(price) }),
  } as const;
  const done = { settled: 0, failed: 0 };
  await forEachConcurrent(await findPortfoliosIn(symbol, LIMIT), PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, command, [symbol]);
      done.settled += 1;
    } catch (error) {
      done.failed += 1;
      reportError("symbol-not-settled", error, { portfolioId, symbol });
    }
  });
  return done;
}

/** The close of the newest stored candle, used only without a mark. */
async function findLastClose(symbol: string): Promise<string | undefined> {
  if ((await readMarkets([symbol])).get(symbol) !== undefined) return undefined;
  const series = { venue: getEnv().MARKET_ID, symbol, interval: "1" } as const;
  const [newest] = await findCandles({ ...series, beforeMs: Date.now(), limit: 1 });
  return newest?.close;
}
