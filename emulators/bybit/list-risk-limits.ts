import { assumeTiers, DEFAULT_RISK_LIMITS } from "@/lib/market/reference/default-risk-limits";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** A symbol's risk tiers as the venue's REST writes them: fractions as text, rates cut to four digits. */
export function listRiskLimits({ symbol, maxLeverage: highest }: InstrumentDto): object[] {
  const tiers = DEFAULT_RISK_LIMITS.find((one) => one.symbol === symbol)?.tiers ?? assumeTiers(highest);
  return tiers.map(({ limit, maintenanceRate, maxLeverage }, index) => ({
    id: index + 1,
    symbol,
    riskLimitValue: limit,
    maintenanceMargin: maintenanceRate,
    initialMargin: (Math.floor(10_000 / Number(maxLeverage)) / 10_000).toString(),
    isLowestRisk: index === 0 ? 1 : 0,
    maxLeverage: Number(maxLeverage).toFixed(2),
    mmDeduction: "",
  }));
}
