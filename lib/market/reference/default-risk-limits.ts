import type { RiskLimits } from "@/lib/market/reference/risk-limits-schema";

type Step = [limit: string, maintenanceRate: string, maxLeverage: string];

/** BTCUSDT as the venue published it on 2026-08-05; the last one combines the highest tiers. */
const BTC_STEPS: Step[] = [
  ["2000000", "0.005", "100"],
  ["2600000", "0.0056", "90"],
  ["3200000", "0.0063", "80"],
  ["3800000", "0.0067", "75"],
  ["4400000", "0.0071", "70"],
  ["5000000", "0.0077", "65"],
  ["5600000", "0.0091", "55"],
  ["8500000", "0.01", "50"],
  ["10000000", "0.013", "45"],
  ["14000000", "0.015", "40"],
  ["20000000", "0.016", "35"],
  ["28000000", "0.02", "30"],
  ["38000000", "0.025", "25"],
  ["50000000", "0.029", "20"],
  ["55000000", "0.03", "19"],
  ["60000000", "0.035", "18"],
  ["65000000", "0.036", "17"],
  ["70000000", "0.038", "16"],
  ["75000000", "0.04", "15"],
  ["80000000", "0.045", "14"],
  ["1200000000", "0.6", "1"],
];

/**
 * The shape of the venue's other tables: value in units of the first tier; the maintenance rate is half of 1
 * / leverage.
 */
const SHAPE: Step[] = [
  ["1", "0.01", "50"],
  ["3", "0.02", "25"],
  ["6", "0.025", "20"],
  ["15", "0.05", "10"],
  ["30", "0.1", "5"],
  ["60", "0.25", "2"],
  ["120", "0.5", "1"],
];

/** First tier in quote currency, with its leverage and maintenance rate. */
const FIRST_TIERS: Record<string, Step> = {
  ETHUSDT: ["2000000", "0.005", "100"],
  SOLUSDT: ["1000000", "0.005", "100"],
  BNBUSDT: ["500000", "0.0067", "75"],
  XRPUSDT: ["1000000", "0.0067", "75"],
  DOGEUSDT: ["1000000", "0.0067", "75"],
  ADAUSDT: ["500000", "0.0067", "75"],
  LINKUSDT: ["500000", "0.0067", "75"],
  AVAXUSDT: ["500000", "0.0067", "75"],
  LTCUSDT: ["500000", "0.0067", "75"],
};

const PRICE_LIMIT = { x: "0.01", y: "0.02" };

/** Risk limits that are used before the venue has first responded, dated 2026-08-05. */
export const DEFAULT_RISK_LIMITS: RiskLimits[] = [
  build("BTCUSDT", BTC_STEPS),
  ...Object.entries(FIRST_TIERS).map(([symbol, first]) =>
    build(symbol, [
      first,
      ...SHAPE.map(
        ([units, rate, leverage]): Step => [String(Number(units) * 2 * Number(first[0])), rate, leverage],
      ),
    ]),
  ),
];

function build(symbol: string, steps: readonly Step[]): RiskLimits {
  const tiers = steps.map(([limit, maintenanceRate, maxLeverage]) => ({
    limit,
    maintenanceRate,
    maxLeverage,
  }));
  return { symbol, tiers, priceLimit: PRICE_LIMIT };
}

/** Tiers after the first one: the position value in units of the first tier, and the highest leverage. */
const LADDER = [
  [2, 50],
  [4, 25],
  [10, 10],
  [25, 5],
  [60, 2],
  [120, 1],
] as const;

/**
 * Tiers of a symbol for which the venue has given none or implausible ones: a small first tier with the
 * instrument's highest leverage, then less leverage for more value; the maintenance margin is half of the
 * initial margin.
 */
export function assumeTiers(maxLeverage: string): RiskLimits["tiers"] {
  const highest = Number(maxLeverage);
  const first = highest >= 75 ? 200_000 : highest >= 50 ? 50_000 : 20_000;
  const lower = LADDER.filter(([, leverage]) => leverage < highest);
  return [[1, highest] as const, ...lower].map(([units, leverage]) => ({
    limit: String(units * first),
    maintenanceRate: String(Math.ceil(5_000 / leverage) / 10_000),
    maxLeverage: String(leverage),
  }));
}
