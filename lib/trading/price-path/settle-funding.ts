import "server-only";
import { formatDecimal, parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import { findHolders } from "@/lib/db/queries/positions";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { getRedis } from "@/lib/infra/redis/redis";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";
import type { FundingMessage } from "@/lib/trading/price-path/funding-message";

/** Concurrent commands: their reads and writes are batched into few statements. */
const PARALLEL = 64;
/**
 * Up to this many portfolios are charged in this process; with more, all go to the queue, one page for each
 * message.
 */
const PAGE_SIZE = 100;
/** The newest settled instant, by symbol. */
const SETTLED_KEY = "trading:funded";

/** A funding instant of a symbol; `mark` null means the current mark. */
export type FundingInstant = { symbol: string; rate: string; mark: string | null; fundingMs: number };

/**
 * Settles one funding instant for every portfolio with a position at that time, however late. Idempotent:
 * each is charged once for each instant.
 */
export async function settleFunding(instant: FundingInstant): Promise<{ portfolios: number }> {
  const { symbol, rate, fundingMs } = instant;
  if ((await readFundedMs(symbol)) >= fundingMs) return { portfolios: 0 };
  const mark = instant.mark ?? (await readMark(symbol));
  if (mark === null) throw new Error(`There is no mark of ${symbol} to settle funding at.`);
  const message = { symbol, rate, mark, fundingMs };
  const holders = (await findHolders(symbol, fundingMs)).map((holder) => ({
    ...holder,
    positionQty: formatDecimal(holder.positionQty),
  }));
  if (holders.length <= PAGE_SIZE) await fundPortfolios({ ...message, holders });
  for (let at = 0; holders.length > PAGE_SIZE && at < holders.length; at += PAGE_SIZE) {
    await publishPage({ ...message, holders: holders.slice(at, at + PAGE_SIZE) });
  }
  const portfolios = holders.length;
  await getRedis().hset(SETTLED_KEY, { [symbol]: String(fundingMs) });
  log.info("funding-settled", { ...message, portfolios });
  return { portfolios };
}

/** The newest funding instant of a symbol that was settled, in ms; 0 for none. */
export async function readFundedMs(symbol: string): Promise<number> {
  return Number((await getRedis().hget<string>(SETTLED_KEY, symbol)) ?? 0);
}

/** Charges each portfolio for one instant. @throws when one of them could not be decided */
export async function fundPortfolios(message: FundingMessage): Promise<void> {
  const { symbol, fundingMs, holders } = message;
  const rate = parseDecimal(message.rate);
  const mark = parsePrice(message.mark);
  const failures: unknown[] = [];
  await forEachConcurrent(holders, PARALLEL, async ({ portfolioId, epoch, positionQty }) => {
    const command = {
      type: "settle-funding",
      ...(epoch !== undefined && { epoch }),
      symbol,
      rate,
      mark,
      fundingMs,
      positionQty: parseQty(positionQty),
    } as const;
    try {
      await commandPortfolio(portfolioId, command, [symbol]);
    } catch (error) {
      failures.push(error);
      reportError("funding-not-charged", error, { portfolioId, symbol });
    }
  });
  if (failures.length > 0) throw failures[0];
}

async function publishPage(body: FundingMessage): Promise<void> {
  await getQstash().publishJSON({
    url: queueUrl("/api/queue/fund"),
    body,
    retries: 3,
    retryDelay: "1000 * (1 + retried)",
    flowControl: { key: "price-path", parallelism: 10 },
  });
}

async function readMark(symbol: string): Promise<string | null> {
  const market = (await readMarkets([symbol])).get(symbol);
  return market ? formatDecimal(market.mark) : null;
}
