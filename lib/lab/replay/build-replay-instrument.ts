import { fromNumber, type Money, parseDecimal, parseMoney, parseQty } from "@/lib/core/decimal";
import { buildTiers, type Instrument, type RiskTier } from "@/lib/core/engine/positions/instrument";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";

/** Assumed where the venue's terms are unknown: one tier with half a percent of maintenance margin. */
const ASSUMED_TIERS = buildTiers([
  {
    limit: parseMoney("1000000000"),
    maintenanceRate: parseDecimal("0.005"),
    maxLeverage: parseDecimal("100"),
  },
]);
const DIGITS = 8;

/** The venue's terms of a symbol, as far as they are known. */
export type ReplayTerms = Pick<Instrument, "makerRate" | "takerRate"> & { tiers: readonly RiskTier[] };

/**
 * The instrument of a replay: a tick as fine as its prices, quantities of eight digits, and the venue's fees
 * and margin tiers.
 */
export function buildReplayInstrument(
  symbol: string,
  prices: Float64Array,
  terms: ReplayTerms | null,
): Instrument {
  const tiers = terms === null || terms.tiers.length === 0 ? ASSUMED_TIERS : terms.tiers;
  return {
    symbol,
    baseCoin: symbol,
    quoteCoin: "USDT",
    status: "trading",
    tickSize: fromNumber(findTick(prices)),
    qtyStep: parseDecimal("0.00000001"),
    minQty: parseQty("0.00000001"),
    maxLimitQty: parseQty("0"),
    maxMarketQty: parseQty("0"),
    minNotional: 0n as Money,
    maxLeverage: tiers[0]?.maxLeverage ?? parseDecimal("100"),
    makerRate: terms?.makerRate ?? BYBIT_FEES.maker,
    takerRate: terms?.takerRate ?? BYBIT_FEES.taker,
    tiers,
    priceLimit: null,
  };
}

/** The smallest power of ten that all prices are multiples of, from 1e-8 to 1. */
function findTick(prices: Float64Array): number {
  let digits = 0;
  for (const price of prices) {
    while (digits < DIGITS && Number(price.toFixed(digits)) !== price) digits += 1;
    if (digits === DIGITS) break;
  }
  return Number((10 ** -digits).toFixed(digits));
}
