import "server-only";
import { parsePrice } from "@/lib/core/decimal";
import {
  areExitsAllowed,
  type Context,
  isHalted,
  type Market,
  type Markets,
  replaceMarkets,
} from "@/lib/core/engine/context";
import { readWatermark, type Watermark } from "@/lib/market/ingest/path-watermarks";

/**
 * The markets used for decisions while symbols are halted. A halt is set when prices can't be trusted: a
 * halted symbol keeps the price up to which its path was last walked, so that nothing is valued, evaluated or
 * closed at a price of the halt. If an operator allows exits, current prices are used.
 */
export async function freezeHaltedMarkets(
  markets: Markets,
  symbols: readonly string[],
  halts: Pick<Context, "halted" | "exitsAllowed">,
): Promise<Markets> {
  if (!halts.halted?.size) return markets;
  const walked = new Map<string, Market>();
  for (const symbol of symbols) {
    if (!isHalted(halts, symbol) || areExitsAllowed(halts, symbol)) continue;
    const watermark = await readWatermark(symbol);
    if (watermark !== null) walked.set(symbol, marketAt(watermark, markets.get(symbol)));
  }
  return replaceMarkets(markets, walked);
}

/** A market without a book, so that nothing is filled at the halted price. */
function marketAt({ last, throughMs }: Watermark, known: Market | undefined): Market {
  const price = parsePrice(last);
  const feed = known?.feed && { ...known.feed, walkedMs: throughMs };
  const times = { tickMs: throughMs, tickSeq: known?.tickSeq ?? 0, bookMs: throughMs };
  return { last: price, mark: price, index: null, book: null, ...times, ...(feed && { feed }) };
}
