import { describe, expect, it } from "vitest";
import { parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import { reviewWeek } from "@/lib/core/journal/review-week";
import { formatReview } from "@/lib/journal/format-review";
import { translate } from "@/tests/support/text";

type Trade = Parameters<typeof reviewWeek>[0][number];
const CLOSED_MS = Date.parse("2026-03-03T12:00:00Z");

function trade(net: string, change: Partial<Trade> = {}): Trade {
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty: parseQty("1"),
    entryPrice: parsePrice("100"),
    exitPrice: parsePrice("101"),
    gross: parseMoney(net),
    fees: ZERO,
    funding: ZERO,
    initialStop: parsePrice("99"),
    initialTarget: null,
    openedAtMs: CLOSED_MS - 60_000,
    closedAtMs: CLOSED_MS,
    exitReason: "manual",
    setup: null,
    tags: [],
    mistakes: [],
    ...change,
  } as Trade;
}

function review(trades: readonly Trade[], days: readonly [string, string][] = []): string[] {
  const bookings = days.map(([day, amount]) => ({
    atMs: Date.parse(`${day}T12:00:00Z`),
    amount: parseMoney(amount),
  }));
  const options = { zone: "UTC", breakEvenBand: ZERO, bookings };
  return reviewWeek(trades, options).map((fact) => formatReview(fact, translate("journal.review")));
}

describe("the weekly review", () => {
  it("has one sentence without a trade", () => {
    expect(review([])).toEqual(["No trade was closed this week."]);
  });

  it("rounds as the tables do, with a real minus sign and grouped thousands", () => {
    expect(review([trade("-4.99584885")])[0]).toContain("−5.00 USDT net: 0 won, 1 lost");
    expect(review([trade("-12.345")])[0]).toContain("−12.35 USDT net");
    expect(review([trade("-0.004")])[0]).toContain(" 0.00 USDT net");
    expect(review([trade("12345.678")])[0]).toContain("1 trade closed, +12,345.68 USDT net");
  });

  it("names the best and the worst day, and market, and says where they rest on few trades", () => {
    const lines = review(
      [trade("-43.06"), trade("-4.9958", { symbol: "ETHUSDT" })],
      [
        ["2026-03-02", "-43.06"],
        ["2026-03-03", "-4.9958"],
      ],
    );
    expect(lines).toContain("Best day 2026-03-03 (−5.00 USDT), worst day 2026-03-02 (−43.06 USDT).");
    expect(lines).toContain("Best market ETHUSDT (−5.00 USDT), worst BTCUSDT (−43.06 USDT); few trades.");
  });

  it("reports fees, stops, liquidations, mistakes and losing streaks", () => {
    const lost = { initialStop: null, exitReason: "liquidation", mistakes: ["fomo"] };
    const lines = review([trade("-1", lost), trade("-1", lost), trade("-1", { fees: parseMoney("2.456") })]);
    expect(lines).toContain("Fees of 2.46 USDT on top of a loss before fees.");
    expect(lines).toContain("2 trades had no stop.");
    expect(lines).toContain("2 trades were liquidated.");
    expect(lines).toContain("Most noted mistake: “fomo”, 2 times.");
    expect(lines).toContain("Longest losing streak: 3 in a row.");
    expect(review([trade("10", { fees: parseMoney("1") })])).toContain(
      "Fees were 1.00 USDT, 10 % of the gross profit.",
    );
  });
});
