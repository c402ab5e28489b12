import { DEFAULT_RISK_LIMITS } from "@/lib/market/default-risk-limits";
import type { RiskLimits } from "@/lib/market/risk-limits-schema";
import type { Instrument } from "@/lib/schemas/market";

/** Leverages of the tiers behind the first one, with the position value of each in units of the first tier. */
const LADDER = [
  ["2", 50],
  ["4", 25],
  ["10", 10],
  ["25", 5],
  ["60", 2],
  ["120", 1],
] as const;

/** A symbol's risk tiers as the venue's REST writes them: fractions as text, rates cut to four digits. */
export function listRiskLimits(instrument: Instrument): object[] {
  const { symbol } = instrument;
  const tiers = DEFAULT_RISK_LIMITS.find((one) => one.symbol === symbol)?.tiers ?? buildTiers(instrument);
  return tiers.map(({ limit, maintenanceRate, maxLeverage }, index) => ({
    id: index + 1,
    symbol,
    riskLimitValue: limit,
    maintenanceMargin: maintenanceRate,
    initialMargin: cut(1 / Number(maxLeverage)),
    isLowestRisk: index === 0 ? 1 : 0,
    maxLeverage: Number(maxLeverage).toFixed(2),
    mmDeduction: "",
  }));
}

/** The first tier bears the highest leverage, each further one less for a larger value; half of it to maintain. */
function buildTiers({ maxLeverage }: Instrument): RiskLimits["tiers"] {
  const first = maxLeverage === "75" ? 200_000 : maxLeverage === "50" ? 50_000 : 20_000;
  const lower = LADDER.filter(([, leverage]) => leverage < Number(maxLeverage));
  return [["1", Number(maxLeverage)] as const, ...lower].map(([units, leverage]) => ({
    limit: String(Number(units) * first),
    maintenanceRate: cut(0.5 / leverage),
    maxLeverage: String(leverage),
  }));
}

function cut(rate: number): string {
  return (Math.floor(rate * 10_000) / 10_000).toString();
}
