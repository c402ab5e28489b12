import { formatRounded } from "@/lib/core/decimal";
import { withPublic } from "@/lib/http/with-public";
import { listTradingInstruments } from "@/lib/market/trading-instruments";
import { AppError } from "@/lib/schemas/api-error";
import type { TradingCosts } from "@/lib/schemas/market-answers";
import { tradingCostsQuerySchema } from "@/lib/schemas/market-requests";

export const dynamic = "force-dynamic";

/** What trading a symbol costs and how it is margined: fees and risk tiers, for the figures before an order. */
export const GET = withPublic({ query: tradingCostsQuerySchema }, async ({ symbol }) => {
  const instrument = (await listTradingInstruments()).get(symbol);
  if (!instrument) throw new AppError("unknown_symbol", `There is no symbol ${JSON.stringify(symbol)} here.`);
  const costs: TradingCosts = {
    symbol,
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
