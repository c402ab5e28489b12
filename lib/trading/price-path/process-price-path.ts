import "server-only";
import { firePriceAlerts } from "@/lib/alerts/fire-price-alerts";
import { findDeferredAmong } from "@/lib/db/portfolio/deferred-changes";
import { findTriggeredPortfolios } from "@/lib/db/portfolio/find-triggered-portfolios";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { beginFanOut, finishChunk, waitForFanOut } from "@/lib/trading/price-path/fan-out";
import {
  findRange,
  type PathText,
  type PricePathMessage,
  parsePath,
} from "@/lib/trading/price-path/process-price-path-message";
import { processPricePaths } from "@/lib/trading/price-path/process-price-paths";

/** Up to this many portfolios are processed in this process; more are sent to the queue. */
const DIRECT_MAX = 24;
/** Chunks that the queue delivers at the same time. */
const PARALLELISM = 10;
/**
 * Portfolios of one chunk: few where the chunks can all run at the same time, and else two full statements, since each
 * message costs some five calls of the queue and of Redis, whatever its size.
 */
const CHUNK_SIZE = { min: 50, max: 128 };
/** Chunks published in one call. */
const BATCH_SIZE = 100;
/**
 * How long no chunk may be finished before the rest is left to the queue, in ms: as long as an order may
 * wait.
 */
const IDLE_MS = 5_000;

/**
 * Walks a price path for every portfolio with a level inside it and every price alert, and waits for all of
 * them: a later price or a trader's change must not overtake it. Called for the publish interval, the candles of a gap and the
 * minute cron. Idempotent: a path that was walked before has no effect.
 *
 * @param onFanOut called before a part is sent to the queue, which may take a while
 * @throws when the portfolios or alerts can't be read, written or queued, or when one that has changes waiting for the path
 * could not be decided: the path does not count as walked then
 */
export async function processPricePath(
  symbol: string,
  text: PathText,
  onFanOut: () => void = () => {},
): Promise<{ portfolios: number }> {
  const path = parsePath(text);
  const range = findRange(path);
  if (range === null) return { portfolios: 0 };
  const [ids] = await Promise.all([findTriggeredPortfolios(symbol, range), firePriceAlerts(symbol, path)]);
  if (ids.length === 0) return { portfolios: 0 };
  const isDirect = ids.length <= DIRECT_MAX;
  const rest = isDirect ? await processPricePaths(ids, { symbol, path }) : ids;
  if (rest.length === 0) return { portfolios: ids.length };
  onFanOut();
  const left = await fanOut(symbol, text, rest);
  if (left.length > 0) await assertNothingWaits(symbol, left);
  return { portfolios: ids.length };
}

/** Sends the path to the queue in chunks. @returns the portfolios whose chunk was not walked in time */
async function fanOut(symbol: string, path: PathText, ids: readonly string[]): Promise<string[]> {
  const chunks: string[][] = [];
  const size = Math.min(CHUNK_SIZE.max, Math.max(CHUNK_SIZE.min, Math.ceil(ids.length / PARALLELISM)));
  for (let at = 0; at < ids.length; at += size) chunks.push(ids.slice(at, at + size));
  log.info("price-path-fanned-out", { symbol, portfolios: ids.length, chunks: chunks.length });
  const id = await beginFanOut(chunks.length);
  const messages = chunks.map((portfolioIds, chunk) => ({
    symbol,
    path,
    portfolioIds,
    fanOut: { id, chunk },
  }));
  for (let at = 0; at < messages.length; at += BATCH_SIZE) {
    await publish(messages.slice(at, at + BATCH_SIZE));
  }
  const left = await waitForFanOut(id, IDLE_MS);
  return left.flatMap((chunk) => chunks[chunk] ?? []);
}

async function publish(messages: readonly PricePathMessage[]): Promise<void> {
  try {
    await getQstash().batchJSON(
      messages.map((body) => ({
        url: queueUrl("/api/queue/price-path"),
        body,
        retries: 3,
        retryDelay: "1000 * (1 + retried)",
        flowControl: { key: "price-path", parallelism: PARALLELISM },
      })),
    );
  } catch (error) {
    // Slower than the queue, but stops must be executed when the queue is unavailable.
    reportError("price-path-not-published", error, { symbol: messages[0]?.symbol });
    for (const { symbol, path, portfolioIds, fanOut } of messages) {
      const failed = await processPricePaths(portfolioIds, { symbol, path: parsePath(path) });
      if (failed.length > 0) throw error;
      if (fanOut) await finishChunk(fanOut);
    }
  }
}

/**
 * The queue keeps retrying; but changes that wait behind the path are applied as soon as it counts as walked.
 */
async function assertNothingWaits(symbol: string, portfolioIds: readonly string[]): Promise<void> {
  const waiting = await findDeferredAmong(portfolioIds);
  const message = `${portfolioIds.length} portfolios could not be processed, ${waiting.length} with changes that wait for it.`;
  if (waiting.length > 0) throw new Error(message);
  reportError("fan-out-not-finished", message, { symbol });
}
