import { ZERO } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";

/** A placeholder for a symbol that is no longer known: closed, without limits, at default fees. */
export function closedInstrument(symbol: string): Instrument {
  return {
    symbol,
    baseCoin: symbol,
    quoteCoin: "",
    status: "closed",
    tickSize: ZERO,
    qtyStep: ZERO,
    minQty: ZERO,
    maxLimitQty: ZERO,
    maxMarketQty: ZERO,
    minNotional: ZERO,
    maxLeverage: ZERO,
    makerRate: BYBIT_FEES.maker,
    takerRate: BYBIT_FEES.taker,
    tiers: [],
    priceLimit: null,
  };
}
