import "server-only";
import { formatDecimal } from "@/lib/core/decimal";
import { toVenueMs } from "@/lib/core/engine/context";
import { findPositionSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { insertEquitySnapshots } from "@/lib/db/queries/equity-snapshots";
import { getRedis } from "@/lib/infra/redis/redis";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { readMarkets } from "@/lib/market/reference/read-markets";

/** In every time zone a day begins at a quarter of an hour. */
const EVERY_MS = 15 * 60_000;
/** The newest quarter that was recorded. */
const DONE_KEY = "trading:equity-noted";
/** Marks older than this are not used, in ms. */
const STALE_MS = 10_000;

/**
 * Records the equity of every portfolio for the current quarter of an hour, once: the base of a day's result.
 * Portfolios with a position without a fresh mark are left out.
 */
export async function snapshotEquity(nowMs = Date.now()): Promise<{ snapshots: number }> {
  const atMs = Math.floor(nowMs / EVERY_MS) * EVERY_MS;
  if (Number((await getRedis().get<string>(DONE_KEY)) ?? 0) >= atMs) return { snapshots: 0 };
  const symbols = await findPositionSymbols((await listKnownInstruments()).map(({ symbol }) => symbol));
  const markets = await readMarkets(symbols);
  const marks = symbols.flatMap((symbol) => {
    const market = markets.get(symbol);
    const isRecent = market && toVenueMs(market, nowMs) - market.tickMs < STALE_MS;
    return isRecent ? { symbol, mark: formatDecimal(market.mark) } : [];
  });
  const snapshots = await insertEquitySnapshots({ atMs, marks });
  await getRedis().set(DONE_KEY, String(atMs));
  return { snapshots };
}
