import { formatRounded } from "@/lib/core/decimal";
import { MARKET_ENDPOINTS } from "@/lib/http/endpoints/market-endpoints";
import { withPublic } from "@/lib/http/route/with-public";
import { listKnownInstruments } from "@/lib/market/reference/instruments";
import { listTradingInstruments } from "@/lib/market/reference/list-trading-instruments";
import { AppError } from "@/lib/schemas/api-error";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

export const dynamic = "force-dynamic";

/** Trading rules of a symbol: filters, fees and risk tiers. */
export const GET = withPublic(MARKET_ENDPOINTS["GET /api/instruments/costs"], async ({ symbol }) => {
  const [instruments, known] = await Promise.all([listTradingInstruments(), listKnownInstruments()]);
  const instrument = instruments.get(symbol);
  const listed = known.find((one) => one.symbol === symbol);
  if (!instrument || !listed)
    throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(symbol)} here.`);
  const costs: TradingCosts = {
    symbol,
    instrument: listed,
    makerRate: formatRounded(instrument.makerRate),
    takerRate: formatRounded(instrument.takerRate),
    tiers: instrument.tiers.map((tier) => ({
      limit: formatRounded(tier.limit),
      maintenanceRate: formatRounded(tier.maintenanceRate),
      maxLeverage: formatRounded(tier.maxLeverage),
    })),
  };
  return { body: costs, headers: { "cache-control": "public, max-age=300" } };
});
