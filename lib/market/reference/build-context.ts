import "server-only";
import type { Context } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { readHalts } from "@/lib/market/reference/halts";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { readMarkets } from "@/lib/market/reference/read-markets";
import { freezeHaltedMarkets } from "@/lib/market/stream/freeze-halted-markets";

/**
 * Reads all inputs of a portfolio's next decision from outside the portfolio. Markets of `symbols` are read
 * as new as possible; others come from this process's cache. Of these, halted ones keep their last walked
 * price.
 */
export async function buildContext(symbols: readonly string[]): Promise<Context> {
  const [instruments, markets, halts] = await Promise.all([
    listTradingInstruments(),
    readMarkets(symbols),
    readHalts(),
  ]);
  const standing = await freezeHaltedMarkets(markets, symbols, halts);
  return { nowMs: Date.now(), rules: BYBIT, instruments, markets: standing, ...halts };
}
