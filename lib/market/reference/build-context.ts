import "server-only";
import type { Context } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { readHalts } from "@/lib/market/reference/halts";
import { readMarkets } from "@/lib/market/reference/last-price";
import { listTradingInstruments } from "@/lib/market/reference/trading-instruments";
import { standHaltedStill } from "@/lib/market/stream/standing-markets";

/**
 * Everything outside a portfolio that its next decision may look at, read now. `symbols` are those that must
 * be as new as they can be had; the others are as this process knows them. Of these, halted ones stand still.
 */
export async function buildContext(symbols: readonly string[]): Promise<Context> {
  const [instruments, markets, halts] = await Promise.all([
    listTradingInstruments(),
    readMarkets(symbols),
    readHalts(),
  ]);
  const standing = await standHaltedStill(markets, symbols, halts);
  return { nowMs: Date.now(), rules: BYBIT, instruments, markets: standing, ...halts };
}
