import "server-only";
import { parsePrice } from "@/lib/core/decimal";
import { areExitsAllowed, type Context, isHalted, type Market } from "@/lib/core/engine/context";
import { readWatermark, type Watermark } from "@/lib/market/ingest/path-watermarks";

type Markets = Context["markets"];

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
  const standing = new Map<string, Market>();
  for (const symbol of symbols) {
    if (!isHalted(halts, symbol) || areExitsAllowed(halts, symbol)) continue;
    const watermark = await readWatermark(symbol);
    if (watermark !== null) standing.set(symbol, marketAt(watermark, markets.get(symbol)));
  }
  return standing.size === 0 ? markets : new StandingMarkets(markets, standing);
}

/** A market without a book, so that nothing is filled at the halted price. */
function marketAt({ last, throughMs }: Watermark, known: Market | undefined): Market {
  const price = parsePrice(last);
  const feed = known?.feed && { ...known.feed, walkedMs: throughMs };
  const times = { tickMs: throughMs, tickSeq: known?.tickSeq ?? 0, bookMs: throughMs };
  return { last: price, mark: price, index: null, book: null, ...times, ...(feed && { feed }) };
}

/** `base` with some symbols replaced. */
class StandingMarkets extends Map<string, Market> {
  readonly #base: Markets;

  constructor(base: Markets, standing: ReadonlyMap<string, Market>) {
    super(standing);
    this.#base = base;
  }

  override get(symbol: string): Market | undefined {
    return super.get(symbol) ?? this.#base.get(symbol);
  }
}
