import { describe, expect, it } from "vitest";
import { parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import { reviewWeek } from "@/lib/core/journal/review";

const DAY_MS = 86_400_000;

function review(nets: readonly string[], fees = "0"): string[] {
  const trades = nets.map((net) => ({
    symbol: "BTCUSDT",
    side: "long" as const,
    qty: parseQty("1"),
    entryPrice: parsePrice("100"),
    exitPrice: parsePrice("100"),
    gross: parseMoney(net),
    fees: parseMoney(fees),
    funding: parseMoney("0"),
    initialStop: parsePrice("90"),
    initialTarget: null,
    openedAtMs: 0,
    closedAtMs: 1,
    exitReason: "manual",
    setup: null,
    tags: [],
    mistakes: [],
  }));
  const bookings = nets.map((net, index) => ({ atMs: index * DAY_MS, amount: parseMoney(net) }));
  return reviewWeek(trades, { zone: "UTC", breakEvenBand: parseMoney("0"), bookings });
}

describe("the review of a week", () => {
  it.each([
    ["12.345", "12.35"],
    ["-12.345", "-12.35"],
    ["12.344", "12.34"],
    ["-0.004", "0"],
  ])("rounds %s to %s USDT, as the pages do", (net, shown) => {
    expect(review([net])[0]).toContain(`1 trade closed, ${shown} USDT net`);
  });

  it("names the best and the worst day, and says that fees made a gain a loss", () => {
    const lines = review(["3", "-1.005"]);
    expect(lines).toContain("Best day 1970-01-01 with 3 USDT, worst day 1970-01-02 with -1.01 USDT.");
    expect(review(["3"], "5")).toContain("Fees took 5 USDT, 167 % of the gross profit.");
    expect(review(["-3"], "5")).toContain("Fees took 5 USDT on top of a loss before fees.");
  });

  it("says that no trade was closed", () => {
    expect(review([])).toEqual(["No trade was closed in this week."]);
  });
});
