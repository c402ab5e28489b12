import "server-only";
import { getEnv } from "@/lib/infra/env/env";

/**
 * Whether this deployment offers a symbol of the venue: `MARKET_SYMBOLS` lists them; if empty, all are
 * offered.
 */
export function isOffered(symbol: string): boolean {
  const { MARKET_SYMBOLS } = getEnv();
  return MARKET_SYMBOLS.length === 0 || MARKET_SYMBOLS.includes(symbol);
}
