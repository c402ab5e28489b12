import "server-only";
import { findArmedPortfolios } from "@/lib/db/armed-symbols";
import { findDeferredAmong } from "@/lib/db/deferred-changes";
import { log } from "@/lib/infra/log";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { reportError } from "@/lib/infra/report-error";
import { findRange, type PathText, parsePath, type SettleMessage } from "@/lib/trading/settle-message";
import { settlePortfolios } from "@/lib/trading/settle-portfolios";

/** Up to this many portfolios are settled here and now; more go to the queue, which has many hands. */
const DIRECT_MAX = 24;
const CHUNK_SIZE = 50;
/** Chunks published in one call. */
const BATCH_SIZE = 100;

/**
 * Hands a price path to every portfolio that has something armed inside it. Driven by the feed's beat, by the
 * gap's candles and by the minute cron alike. Safe to repeat: a path that was walked before does nothing.
 *
 * @throws when the portfolios can't be found or handed on: nothing is known to be settled then.
 */
export async function settleSymbol(symbol: string, text: PathText): Promise<{ portfolios: number }> {
  const path = parsePath(text);
  const range = findRange(path);
  if (range === null) return { portfolios: 0 };
  const ids = await findArmedPortfolios(symbol, range);
  if (ids.length === 0) return { portfolios: 0 };
  const direct = ids.length > DIRECT_MAX ? await findDeferredAmong(ids) : ids;
  const failed = await settlePortfolios(direct, { symbol, path });
  // What waits behind this path is carried out as soon as it counts as walked.
  if (failed.length > 0 && (await findDeferredAmong(failed)).length > 0) {
    throw new Error(`${failed.length} portfolios could not be settled, with changes that wait for it.`);
  }
  const done = new Set(direct.filter((id) => !failed.includes(id)));
  const rest = ids.filter((id) => !done.has(id));
  if (rest.length > 0) await publishChunks(symbol, text, rest);
  return { portfolios: ids.length };
}

async function publishChunks(symbol: string, path: PathText, ids: readonly string[]): Promise<void> {
  const chunks: SettleMessage[] = [];
  for (let at = 0; at < ids.length; at += CHUNK_SIZE) {
    chunks.push({ symbol, path, portfolioIds: ids.slice(at, at + CHUNK_SIZE) });
  }
  log.info("settle-fanned-out", { symbol, portfolios: ids.length, chunks: chunks.length });
  for (let at = 0; at < chunks.length; at += BATCH_SIZE) {
    const messages = chunks.slice(at, at + BATCH_SIZE).map((body) => ({
      url: queueUrl("/api/queue/settle"),
      body,
      retries: 3,
      retryDelay: "1000 * (1 + retried)",
      flowControl: { key: "settle", parallelism: 10 },
    }));
    try {
      await getQstash().batchJSON(messages);
    } catch (error) {
      // Slower than the queue, but a stop that waits for a queue that is away is no stop.
      reportError("settle-not-published", error, { symbol });
      const late = messages.flatMap(({ body }) => body.portfolioIds);
      const failed = await settlePortfolios(late, { symbol, path: parsePath(path) });
      if (failed.length > 0) throw error;
    }
  }
}
