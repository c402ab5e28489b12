import { expect, it } from "vitest";
import { parseDecimal, parseMoney } from "@/lib/core/decimal";
import { buildTiers } from "@/lib/core/engine/positions/instrument";
import { DEFAULT_INSTRUMENTS } from "@/lib/market/reference/default-instruments";
import { DEFAULT_RISK_LIMITS } from "@/lib/market/reference/default-risk-limits";

it("has tiers for every instrument that ships, rising in size and in what they ask for", () => {
  const known = DEFAULT_RISK_LIMITS.map((one) => one.symbol);
  expect(known.sort()).toEqual(DEFAULT_INSTRUMENTS.map((one) => one.symbol).sort());
  for (const { tiers } of DEFAULT_RISK_LIMITS) {
    for (const [index, tier] of tiers.entries()) {
      const before = tiers[index - 1];
      if (before === undefined) continue;
      expect(Number(tier.limit)).toBeGreaterThan(Number(before.limit));
      expect(Number(tier.maintenanceRate)).toBeGreaterThan(Number(before.maintenanceRate));
      expect(Number(tier.maxLeverage)).toBeLessThan(Number(before.maxLeverage));
    }
  }
});

it("gives the deductions that the venue publishes for BTCUSDT", () => {
  const tiers = DEFAULT_RISK_LIMITS.find((one) => one.symbol === "BTCUSDT")?.tiers ?? [];
  const built = buildTiers(
    tiers.map((tier) => ({
      limit: parseMoney(tier.limit),
      maintenanceRate: parseDecimal(tier.maintenanceRate),
      maxLeverage: parseDecimal(tier.maxLeverage),
    })),
  );
  const deductions = [
    "0",
    "1200",
    "3020",
    "4300",
    "5820",
    "8460",
    "15460",
    "20500",
    "46000",
    "66000",
    "80000",
  ];
  expect(built.slice(0, deductions.length).map((tier) => tier.deduction)).toEqual(deductions.map(parseMoney));
});
