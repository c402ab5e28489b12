import { type Money, type Price, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Context, VenueRules } from "@/lib/core/engine/context";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";

/** An instrument like Bybit's BTCUSDT, with ticks and steps that are easy to reckon with. */
export function buildInstrument(symbol = "BTCUSDT"): Instrument {
  return {
    symbol,
    baseCoin: symbol.replace("USDT", ""),
    quoteCoin: "USDT",
    status: "trading",
    tickSize: parseDecimal("0.1"),
    qtyStep: parseDecimal("0.001"),
    minQty: parseQty("0.001"),
    maxLimitQty: parseQty("1000"),
    maxMarketQty: parseQty("1000"),
    minNotional: parseMoney("5"),
    maxLeverage: parseDecimal("100"),
    makerRate: parseDecimal("0.0002"),
    takerRate: parseDecimal("0.00055"),
    tiers: buildTiers([
      {
        limit: parseMoney("2000000"),
        maintenanceRate: parseDecimal("0.005"),
        maxLeverage: parseDecimal("100"),
      },
      {
        limit: parseMoney("9000000"),
        maintenanceRate: parseDecimal("0.01"),
        maxLeverage: parseDecimal("50"),
      },
    ]),
    priceLimit: null,
  };
}

/** A fresh market around `price`, with `depth` base coins on each side at the first tick. */
export function buildContext(options: {
  nowMs: number;
  price?: string;
  depth?: string;
  symbols?: readonly string[];
  rules?: VenueRules;
}): Context {
  const { nowMs, price = "100", depth = "1000000", symbols = ["BTCUSDT"], rules = BYBIT } = options;
  const last = parsePrice(price);
  const tick = parsePrice("0.1");
  const qty = parseQty(depth);
  const market = {
    last,
    mark: last,
    index: last,
    book: {
      bids: [{ price: (last - tick) as Price, qty }],
      asks: [{ price: (last + tick) as Price, qty }],
    },
    tickMs: nowMs,
    tickSeq: 1,
    bookMs: nowMs + 1,
  };
  return {
    nowMs,
    rules,
    instruments: new Map(symbols.map((symbol) => [symbol, buildInstrument(symbol)])),
    markets: new Map(symbols.map((symbol) => [symbol, market])),
  };
}

/** A user with one open portfolio, and its id. */
export async function openTestPortfolio(options: {
  id: string;
  nowMs: number;
  opening?: Money;
  marginMode?: "isolated" | "cross";
  leverage?: string;
}): Promise<{ portfolioId: string; userId: string }> {
  const { id, nowMs, opening = parseMoney("10000"), marginMode = "isolated", leverage = "1" } = options;
  const userId = `user-of-${id}`;
  await getDb().user.create({
    data: { id: userId, email: `${userId}@example.com`.toLowerCase(), displayName: "A trader" },
  });
  await openPortfolio({
    id,
    userId,
    name: "Practice",
    kind: "PRACTICE",
    marginMode,
    opening,
    leverage: parseDecimal(leverage),
    rules: BYBIT,
    nowMs,
  });
  return { portfolioId: id, userId };
}
