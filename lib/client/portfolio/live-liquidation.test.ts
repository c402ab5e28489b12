import { expect, it } from "vitest";
import { readRiskTerms } from "@/lib/client/orders/instrument/trading-instrument";
import { calculateLiveLiquidation } from "@/lib/client/portfolio/live-liquidation";
import { parseDecimal, toNumber } from "@/lib/core/decimal";
import { buildPosition, buildSnapshot } from "@/tests/support/portfolio-snapshot";

const terms = readRiskTerms({
  takerRate: "0.00055",
  tiers: [{ limit: "2000000", maintenanceRate: "0.005", maxLeverage: "100" }],
});
const own = { symbol: "BTCUSDT", side: "long" as const, tickSize: parseDecimal("0.1") };
const portfolio = buildSnapshot({
  marginMode: "cross",
  balance: "10000",
  positions: [
    buildPosition(),
    buildPosition({ symbol: "ETHUSDT", side: "short", qty: "2", entryPrice: "3000", margin: "600" }),
  ],
});
const known = new Map([
  ["BTCUSDT", terms],
  ["ETHUSDT", terms],
]);

function liquidationAt(eth: string): number | null {
  const readMark = ({ symbol }: { symbol: string }) => (symbol === "BTCUSDT" ? "60000" : eth);
  const found = calculateLiveLiquidation(portfolio, own, { terms: known, readMark });
  return found && toNumber(found);
}

it("is the account's, at the marks of the moment of the other positions", () => {
  // long 0.5 at 60,000: (30,000 - E) / (0.5 × (1 - 0.00555)); E = 10,000 + 2 × (3,000 - mark) × … of the short
  const expected = (eth: number) => {
    const rest = 10_000 + 2 * (3_000 - eth) - 2 * eth * 0.00555;
    return Math.floor(((30_000 - rest) / (0.5 * (1 - 0.00555))) * 10) / 10;
  };
  expect(liquidationAt("3000")).toBeCloseTo(expected(3_000), 6);
  expect(liquidationAt("3500")).toBeCloseTo(expected(3_500), 6);
  expect(expected(3_500)).toBeGreaterThan(expected(3_000));
});

it("is not guessed while a mark or the terms of a held symbol are missing", () => {
  const some = new Map([["BTCUSDT", terms]]);
  expect(calculateLiveLiquidation(portfolio, own, { terms: some, readMark: () => "60000" })).toBeNull();
  const readMark = ({ symbol }: { symbol: string }) => (symbol === "BTCUSDT" ? "60000" : null);
  expect(calculateLiveLiquidation(portfolio, own, { terms: known, readMark })).toBeNull();
});
