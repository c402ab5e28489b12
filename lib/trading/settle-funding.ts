import "server-only";
import { formatDecimal, parseDecimal, parsePrice } from "@/lib/core/decimal";
import { findHolders } from "@/lib/db/armed-portfolios";
import { log } from "@/lib/infra/log";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { getRedis } from "@/lib/infra/redis";
import { reportError } from "@/lib/infra/report-error";
import { readMarkets } from "@/lib/market/last-price";
import { commandPortfolio } from "@/lib/trading/command-portfolio";
import { forEachAtOnce } from "@/lib/trading/for-each-at-once";
import type { FundingMessage } from "@/lib/trading/funding-message";

const PARALLEL = 8;
/** Up to this many portfolios are settled here and now. */
const DIRECT_MAX = 50;
const CHUNK_SIZE = 100;
/** The newest instant that was settled, by symbol. */
const SETTLED_KEY = "trading:funded";

/** A funding instant of a symbol; `mark` null takes the mark of now. */
export type FundingInstant = { symbol: string; rate: string; mark: string | null; fundingMs: number };

/**
 * Settles one funding instant for every portfolio that holds the symbol. Safe to repeat: each position is
 * charged once for each instant.
 */
export async function settleFunding(instant: FundingInstant): Promise<{ portfolios: number }> {
  const { symbol, fundingMs } = instant;
  if ((await readSettled(symbol)) >= fundingMs) return { portfolios: 0 };
  const mark = instant.mark ?? (await readMark(symbol));
  if (mark === null) throw new Error(`There is no mark for ${symbol}.`);
  const ids = await findHolders(symbol);
  const message = { symbol, rate: instant.rate, mark, fundingMs };
  if (ids.length <= DIRECT_MAX) await fundPortfolios({ ...message, portfolioIds: ids });
  else await publishChunks(message, ids);
  await getRedis().hset(SETTLED_KEY, { [symbol]: String(fundingMs) });
  log.info("funding-settled", { ...message, portfolios: ids.length });
  return { portfolios: ids.length };
}

/** The newest funding instant of a symbol that was settled, in ms; 0 for none. */
export async function readSettled(symbol: string): Promise<number> {
  return Number((await getRedis().hget<string>(SETTLED_KEY, symbol)) ?? 0);
}

/** Charges each portfolio for one instant. @throws when one of them could not be decided. */
export async function fundPortfolios(message: FundingMessage): Promise<void> {
  const { symbol, fundingMs, portfolioIds } = message;
  const command = {
    type: "settle-funding",
    symbol,
    rate: parseDecimal(message.rate),
    mark: parsePrice(message.mark),
    fundingMs,
  } as const;
  let failure: unknown = null;
  await forEachAtOnce(portfolioIds, PARALLEL, async (portfolioId) => {
    try {
      await commandPortfolio(portfolioId, command, [symbol]);
    } catch (error) {
      failure = error;
      reportError("funding-not-charged", error, { portfolioId, symbol });
    }
  });
  if (failure !== null) throw failure;
}

async function publishChunks(message: Omit<FundingMessage, "portfolioIds">, ids: readonly string[]) {
  const chunks: FundingMessage[] = [];
  for (let at = 0; at < ids.length; at += CHUNK_SIZE) {
    chunks.push({ ...message, portfolioIds: ids.slice(at, at + CHUNK_SIZE) });
  }
  await getQstash().batchJSON(
    chunks.map((body) => ({
      url: queueUrl("/api/queue/fund"),
      body,
      retries: 3,
      retryDelay: "1000 * (1 + retried)",
      flowControl: { key: "settle", parallelism: 10 },
    })),
  );
}

async function readMark(symbol: string): Promise<string | null> {
  const market = (await readMarkets([symbol])).get(symbol);
  return market ? formatDecimal(market.mark) : null;
}
