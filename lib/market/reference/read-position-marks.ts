import "server-only";
import { toNumber } from "@/lib/core/decimal";
import { findPositionSymbols } from "@/lib/db/portfolio/holders-of-symbol";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { readMarkets } from "@/lib/market/reference/read-markets";

/** The newest mark, however old, of each symbol in which there are positions. */
export async function readPositionMarks(): Promise<{ symbol: string; mark: number }[]> {
  const symbols = await findPositionSymbols((await listKnownInstruments()).map(({ symbol }) => symbol));
  const markets = await readMarkets(symbols);
  return symbols.flatMap((symbol) => {
    const market = markets.get(symbol);
    return market ? [{ symbol, mark: toNumber(market.mark) }] : [];
  });
}
