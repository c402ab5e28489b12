import {
  add,
  type Decimal,
  type Money,
  max,
  mul,
  type Price,
  type Qty,
  qtyOf,
  roundUpToStep,
  sub,
  ZERO,
} from "@/lib/core/decimal";

/** One step of a venue's risk limits. `deduction` makes the maintenance margin continuous across steps. */
export type RiskTier = {
  /** Largest position value of this tier, in quote currency. */
  limit: Money;
  /** Maintenance margin as a fraction of the value. */
  maintenanceRate: Decimal;
  maxLeverage: Decimal;
  /** Quote currency, taken off value × rate. */
  deduction: Money;
};

/** Limits of a tradable symbol. A step, minimum or maximum of zero means that there is none. */
export type Instrument = {
  symbol: string;
  baseCoin: string;
  quoteCoin: string;
  status: "trading" | "closed";
  /** When a closed instrument was first found closed, ms. Left out where unknown. */
  closedAtMs?: number;
  tickSize: Decimal;
  qtyStep: Decimal;
  minQty: Qty;
  maxLimitQty: Qty;
  maxMarketQty: Qty;
  minNotional: Money;
  maxLeverage: Decimal;
  /** Fees as fractions of the notional. */
  makerRate: Decimal;
  takerRate: Decimal;
  /** Ascending by limit; none means that the venue's rules need none. */
  tiers: readonly RiskTier[];
  /** The two ratios of the venue's price limit, or null where there is no limit. */
  priceLimit: { x: Decimal; y: Decimal } | null;
};

/**
 * Tiers as the venue publishes them, with computed deductions: Ded_n = Limit_(n-1) × (MMR_n - MMR_(n-1)) +
 * Ded_(n-1).
 */
export function buildTiers(
  steps: readonly { limit: Money; maintenanceRate: Decimal; maxLeverage: Decimal }[],
): RiskTier[] {
  const tiers: RiskTier[] = [];
  for (const step of steps) {
    const previous = tiers.at(-1);
    const deduction = previous
      ? add(mul(previous.limit, sub(step.maintenanceRate, previous.maintenanceRate)), previous.deduction)
      : ZERO;
    tiers.push({ ...step, deduction });
  }
  return tiers;
}

/** The tier of a position of `value`; the last one when it exceeds them all, null without tiers. */
export function findRiskTier(tiers: readonly RiskTier[], value: Money): RiskTier | null {
  for (const tier of tiers) if (value <= tier.limit) return tier;
  return tiers.at(-1) ?? null;
}

/** Smallest quantity an opening order may have at `price`: rounded up to the step. */
export function selectMinQty(
  filters: { minQty: Qty; minNotional: Money; qtyStep: Decimal },
  price: Price,
): Qty {
  const byValue = price === 0n ? ZERO : qtyOf(filters.minNotional, price);
  return roundUpToStep(max(filters.minQty, byValue), filters.qtyStep);
}
