import { INTERVAL_MS } from "@/lib/core/candle-interval";
import { getEnv } from "@/lib/infra/env/env";
import { fetchCandles } from "@/lib/market/venue/venue-rest";
import { AppError } from "@/lib/schemas/api-error";
import type { CandleDto } from "@/lib/schemas/market/market";

const HOUR_MS = INTERVAL_MS["60"];
/** Half a year. */
export const HISTORY_HOURS = 26 * 7 * 24;
/** How far back the seeded histories go: their portfolios are opened before the first candle. */
export const HISTORY_MS = (HISTORY_HOURS + 2) * HOUR_MS;
export const SAMPLE_SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];

const PAGE = 1_000;
/** Each waits for five seconds. */
const SIMULATED_ATTEMPTS = 60;

/** The venue's hourly candles of the half year up to now by symbol, oldest first. */
export type SampleHistory = ReadonlyMap<string, readonly CandleDto[]>;

/**
 * The candles that the sample histories are traded on; null when the venue can't be reached. A simulated one runs on this
 * machine, and responds once it has time.
 */
export async function loadHistory(): Promise<SampleHistory | null> {
  const attempts = getEnv().MARKET_KIND === "simulated" ? SIMULATED_ATTEMPTS : 1;
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      const entries = SAMPLE_SYMBOLS.map(async (symbol) => [symbol, await loadCandles(symbol)] as const);
      return new Map(await Promise.all(entries));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  }
  console.log("  The venue can't be reached: the sample traders begin without a history.");
  return null;
}

async function loadCandles(symbol: string): Promise<CandleDto[]> {
  const nowMs = Date.now();
  const pages = Array.from({ length: Math.ceil(HISTORY_HOURS / PAGE) }, async (_, page) => {
    const limit = Math.min(PAGE, HISTORY_HOURS - page * PAGE);
    const { candles } = await fetchCandles({
      symbol,
      interval: "60",
      endMs: nowMs - page * PAGE * HOUR_MS,
      limit,
    });
    return candles;
  });
  return (await Promise.all(pages)).reverse().flat();
}
