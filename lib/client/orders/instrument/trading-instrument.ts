import { parseDecimal, parseMoney, parseQty } from "@/lib/core/decimal";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import type { InstrumentDto as ListedInstrument } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/** The venue's fees without a discount, used until the server's fees are loaded. */
const USUAL = { makerRate: "0.0002", takerRate: "0.00055", tiers: [] };

/** An instrument as the engine's formulas expect it. Without its costs, margin tiers are unknown. */
export function toTradingInstrument(listed: ListedInstrument, costs: TradingCosts | null): Instrument {
  const known = costs ?? USUAL;
  return {
    symbol: listed.symbol,
    baseCoin: listed.baseCoin,
    quoteCoin: listed.quoteCoin,
    status: listed.status === "Trading" ? "trading" : "closed",
    tickSize: parseDecimal(listed.tickSize),
    qtyStep: parseDecimal(listed.qtyStep),
    minQty: parseQty(listed.minOrderQty),
    maxLimitQty: parseQty(listed.maxOrderQty),
    maxMarketQty: parseQty(listed.maxMarketQty),
    minNotional: parseMoney(listed.minNotional),
    maxLeverage: parseDecimal(listed.maxLeverage),
    makerRate: parseDecimal(known.makerRate),
    ...readRiskTerms(known),
    priceLimit: null,
  };
}

/** Fee and risk tiers of a symbol in numbers: what its margin depends on. */
export function readRiskTerms({
  takerRate,
  tiers,
}: Pick<TradingCosts, "takerRate" | "tiers">): Pick<Instrument, "takerRate" | "tiers"> {
  return {
    takerRate: parseDecimal(takerRate),
    tiers: buildTiers(
      tiers.map((tier) => ({
        limit: parseMoney(tier.limit),
        maintenanceRate: parseDecimal(tier.maintenanceRate),
        maxLeverage: parseDecimal(tier.maxLeverage),
      })),
    ),
  };
}
