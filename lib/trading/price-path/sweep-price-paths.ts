import "server-only";
import { findActiveSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { readWatermark, writeWatermark } from "@/lib/market/ingest/path-watermarks";
import { isSymbolHalted } from "@/lib/market/reference/halts";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { fetchFundingRate } from "@/lib/market/venue/venue-rest";
import { findGapPaths } from "@/lib/trading/price-path/find-gap-paths";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import { readFundedMs, settleFunding } from "@/lib/trading/price-path/settle-funding";

const MINUTE_MS = 60_000;

/**
 * Makes up for a missing leader: symbols without publications for a whole minute are processed from the
 * venue's candles, and missed funding instants are settled late.
 */
export async function sweepPricePaths(nowMs = Date.now()): Promise<{ candles: number; funded: number }> {
  const done = { candles: 0, funded: 0 };
  const instruments = new Map((await listKnownInstruments()).map((one) => [one.symbol, one]));
  for (const symbol of await findActiveSymbols([...instruments.keys()])) {
    try {
      done.candles += await processCandles(symbol, nowMs);
      done.funded += await settleMissedFunding(symbol, instruments.get(symbol)?.fundingMinutes ?? 0, nowMs);
    } catch (error) {
      reportError("minute-not-settled", error, { symbol });
    }
  }
  return done;
}

/** A symbol without a watermark starts now: orders are not matched against earlier prices. */
async function processCandles(symbol: string, nowMs: number): Promise<number> {
  const mark = await readWatermark(symbol);
  if (await isSymbolHalted(symbol)) return 0;
  if (mark === null || nowMs - mark.throughMs < MINUTE_MS) return 0;
  const gap = await findGapPaths(symbol, mark, { isOpenUsed: false });
  for (const path of gap.paths) await processPricePath(symbol, path);
  if (gap.paths.length > 0) await writeWatermark(symbol, gap.mark);
  return gap.paths.length;
}

async function settleMissedFunding(symbol: string, minutes: number, nowMs: number): Promise<number> {
  if (minutes <= 0) return 0;
  const dueMs = Math.floor(nowMs / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
  // The leader settles an instant within a publish interval of it; wait a minute for that.
  if (nowMs - dueMs < MINUTE_MS || (await readFundedMs(symbol)) >= dueMs) return 0;
  const found = await fetchFundingRate(symbol, dueMs);
  if (found === null) return 0;
  const { portfolios } = await settleFunding({ symbol, ...found, fundingMs: dueMs });
  return portfolios;
}
