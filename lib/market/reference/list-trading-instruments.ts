import "server-only";
import { type Decimal, parseDecimal, parseMoney, parseQty } from "@/lib/core/decimal";
import { buildTiers, type Instrument } from "@/lib/core/engine/positions/instrument";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { assumeTiers } from "@/lib/market/reference/default-risk-limits";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { listRiskLimits } from "@/lib/market/reference/risk-limits";
import type { RiskLimits } from "@/lib/market/reference/risk-limits-schema";
import type { InstrumentDto as ListedInstrument } from "@/lib/schemas/market/market";

type Built = { listed: unknown; limits: unknown; instruments: ReadonlyMap<string, Instrument> };

/**
 * All known instruments in the engine's form: filters, fees, risk tiers and price limits. Those no longer
 * offered are closed.
 */
export async function listTradingInstruments(): Promise<ReadonlyMap<string, Instrument>> {
  const [listed, { bySymbol: limits }] = await Promise.all([listKnownInstruments(), listRiskLimits()]);
  const cache = getProcessSingleton<{ built: Built | null }>("trading-instruments", () => ({ built: null }));
  if (cache.built?.listed !== listed || cache.built.limits !== limits) {
    const instruments = new Map(
      listed.map((one) => [one.symbol, buildInstrument(one, limits.get(one.symbol) ?? null)]),
    );
    cache.built = { listed, limits, instruments };
  }
  return cache.built.instruments;
}

function buildInstrument(listed: ListedInstrument, limits: RiskLimits | null): Instrument {
  // Without tiers no position would ever be liquidated.
  const tiers = (limits?.tiers ?? assumeTiers(listed.maxLeverage)).map((tier) => ({
    limit: parseMoney(tier.limit),
    maintenanceRate: parseDecimal(tier.maintenanceRate),
    maxLeverage: parseDecimal(tier.maxLeverage),
  }));
  return {
    symbol: listed.symbol,
    baseCoin: listed.baseCoin,
    quoteCoin: listed.quoteCoin,
    status: listed.status === "Trading" ? "trading" : "closed",
    ...(listed.closedMs !== undefined && { closedAtMs: listed.closedMs }),
    tickSize: parseDecimal(listed.tickSize),
    qtyStep: parseDecimal(listed.qtyStep),
    minQty: parseQty(listed.minOrderQty),
    maxLimitQty: parseQty(listed.maxOrderQty),
    maxMarketQty: parseQty(listed.maxMarketQty),
    minNotional: parseMoney(listed.minNotional),
    maxLeverage: parseDecimal(listed.maxLeverage),
    makerRate: BYBIT_FEES.maker,
    takerRate: BYBIT_FEES.taker,
    tiers: buildTiers(tiers),
    priceLimit: limits?.priceLimit ? mapRatios(limits.priceLimit) : null,
  };
}

function mapRatios(ratios: { x: string; y: string }): { x: Decimal; y: Decimal } {
  return { x: parseDecimal(ratios.x), y: parseDecimal(ratios.y) };
}
