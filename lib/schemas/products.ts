import { STANDARD_OPENING } from "@/lib/core/opening";

/** Products with their prices, and the entitlements of each tier. Money in the currency's subunit. */

export const TIER_NAMES = ["FREE", "PRO", "ELITE"] as const;
export type Tier = (typeof TIER_NAMES)[number];

/** Entitlements of a tier. `null` means without a limit. */
export type Entitlements = {
  practicePortfolios: number;
  journalDays: number | null;
  exports: boolean;
  /** Challenges included each month, and which of the products may be started as one. */
  challengesMonthly: number;
  includedChallenges: readonly string[];
};

export const ENTITLEMENTS = {
  FREE: {
    practicePortfolios: 1,
    journalDays: 30,
    exports: false,
    challengesMonthly: 0,
    includedChallenges: [],
  },
  PRO: {
    practicePortfolios: 5,
    journalDays: null,
    exports: true,
    challengesMonthly: 0,
    includedChallenges: [],
  },
  ELITE: {
    practicePortfolios: 5,
    journalDays: null,
    exports: true,
    challengesMonthly: 1,
    includedChallenges: ["classic-10k", "trailing-10k", "watermark-10k", "sprint-10k"],
  },
} as const satisfies Record<Tier, Entitlements>;

/** What a payment grants. */
export type Product = { name: string; amount: number } & (
  | { kind: "tier"; tier: Exclude<Tier, "FREE">; months: number }
  | { kind: "challenge"; plan: string; startingBalance: string }
);

export const PRODUCTS = {
  pro: { kind: "tier", tier: "PRO", months: 1, name: "Pro, one month", amount: 1_900 },
  elite: { kind: "tier", tier: "ELITE", months: 1, name: "Elite, one month", amount: 4_900 },
  "classic-10k": challenge("classic", "Classic challenge, 10,000", { balance: 10_000, amount: 3_900 }),
  "classic-50k": challenge("classic", "Classic challenge, 50,000", { balance: 50_000, amount: 9_900 }),
  "trailing-10k": challenge("trailing", "Trailing challenge, 10,000", { balance: 10_000, amount: 3_500 }),
  "watermark-10k": challenge("watermark", "Watermark challenge, 10,000", { balance: 10_000, amount: 2_900 }),
  "watermark-intraday-10k": challenge("watermark-intraday", "Watermark intraday challenge, 10,000", {
    balance: 10_000,
    amount: 2_500,
  }),
  "sprint-10k": challenge("sprint", "Sprint challenge, 10,000", { balance: 10_000, amount: 2_500 }),
  "steady-10k": challenge("steady", "Steady challenge, 10,000", { balance: 10_000, amount: 3_900 }),
  "even-10k": challenge("even", "Even challenge, 10,000", { balance: 10_000, amount: 3_500 }),
  "session-10k": challenge("session", "Session challenge, 10,000", { balance: 10_000, amount: 3_500 }),
  "guarded-10k": challenge("guarded", "Guarded challenge, 10,000", { balance: 10_000, amount: 3_900 }),
  "measured-10k": challenge("measured", "Measured challenge, 10,000", { balance: 10_000, amount: 2_900 }),
  "peak-10k": challenge("peak", "Peak challenge, 10,000", { balance: 10_000, amount: 3_900 }),
  "day-desk-10k": challenge("day-desk", "Day desk challenge, 10,000", { balance: 10_000, amount: 2_900 }),
  "direct-10k": challenge("direct", "Direct challenge, 10,000", { balance: 10_000, amount: 5_900 }),
} as const satisfies Record<string, Product>;
export type ProductId = keyof typeof PRODUCTS;

function challenge(plan: string, name: string, terms: { balance: number; amount: number }): Product {
  return { kind: "challenge", plan, name, startingBalance: String(terms.balance), amount: terms.amount };
}

/** Starting balance of the free trial. */
export const TRIAL_BALANCE = STANDARD_OPENING;

/** Products whose tier includes challenges. */
export const PRODUCTS_WITH_CHALLENGES: readonly string[] = Object.entries<Product>(PRODUCTS).flatMap(
  ([id, product]) =>
    product.kind === "tier" && ENTITLEMENTS[product.tier].challengesMonthly > 0 ? [id] : [],
);

/** Whether a challenge of a plan can be bought. */
export function isSold(planId: string): boolean {
  return Object.values<Product>(PRODUCTS).some((one) => one.kind === "challenge" && one.plan === planId);
}

/** The product of a plan with a starting balance; null when it is not sold. */
export function findChallengeProduct(planId: string, startingBalance: string): ProductId | null {
  const ids = Object.keys(PRODUCTS) as ProductId[];
  const found = ids.find((id) => {
    const product: Product = PRODUCTS[id];
    return (
      product.kind === "challenge" && product.plan === planId && product.startingBalance === startingBalance
    );
  });
  return found ?? null;
}

export function findProduct(id: string): Product | null {
  return Object.hasOwn(PRODUCTS, id) ? PRODUCTS[id as ProductId] : null;
}

/** The highest tier among active products. */
export function highestTier(productIds: readonly string[]): Tier {
  const tiers = productIds.map((id) => {
    const product = findProduct(id);
    return product?.kind === "tier" ? product.tier : "FREE";
  });
  return tiers.reduce((a, b) => (TIER_NAMES.indexOf(b) > TIER_NAMES.indexOf(a) ? b : a), "FREE");
}
