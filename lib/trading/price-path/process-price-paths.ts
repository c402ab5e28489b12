import "server-only";
import type { PricePath } from "@/lib/core/engine/context";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { isSymbolHalted } from "@/lib/market/reference/halts";
import { AppError } from "@/lib/schemas/api-error";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { finishChunk } from "@/lib/trading/price-path/fan-out";
import { forEachConcurrent } from "@/lib/trading/price-path/for-each-concurrent";
import { type PricePathMessage, parsePath } from "@/lib/trading/price-path/process-price-path-message";

/** Concurrent commands: their reads and writes are batched into few statements. */
const PARALLEL = 64;
const HALTED_RETRY_SECONDS = 10;

/** Walks a price path for each portfolio. @returns the ids of those for which it could not be decided */
export async function processPricePaths(
  portfolioIds: readonly string[],
  move: { symbol: string; path: PricePath },
): Promise<string[]> {
  const failed: string[] = [];
  await forEachConcurrent(portfolioIds, PARALLEL, async (portfolioId) => {
    try {
      const command = { type: "price-moved", ...move } as const;
      const result = await commandPortfolio(portfolioId, command, [move.symbol]);
      // If a symbol is halted while its path is in flight, the path is walked after the halt.
      if (!result.ok && result.reason === "trading_halted") failed.push(portfolioId);
    } catch (error) {
      failed.push(portfolioId);
      reportError("price-path-not-processed", error, { portfolioId, symbol: move.symbol });
    }
  });
  return failed;
}

/** Processes a message of the queue. @throws AppError `service_unavailable` when some could not be decided */
export async function processPricePathMessage(
  message: PricePathMessage,
): Promise<{ outcome: "done" | "halted"; portfolios: number }> {
  const { symbol, path, portfolioIds, fanOut } = message;
  if (await isSymbolHalted(symbol)) {
    await sendLater(message);
    return { outcome: "halted", portfolios: 0 };
  }
  const failed = await processPricePaths(portfolioIds, { symbol, path: parsePath(path) });
  if (failed.length > 0) {
    throw new AppError("service_unavailable", `${failed.length} portfolios could not be processed.`);
  }
  if (fanOut) await finishChunk(fanOut);
  return { outcome: "done", portfolios: portfolioIds.length };
}

/** Requeues a path of a halted symbol until the halt ends. */
async function sendLater(body: PricePathMessage): Promise<void> {
  await getQstash().publishJSON({
    url: queueUrl("/api/queue/price-path"),
    body,
    delay: HALTED_RETRY_SECONDS,
    retries: 3,
    flowControl: { key: "price-path", parallelism: 10 },
  });
}
