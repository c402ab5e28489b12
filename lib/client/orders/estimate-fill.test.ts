import { describe, expect, it } from "vitest";
import { estimateFill } from "@/lib/client/orders/estimate-fill";
import { formatDecimal, parseQty } from "@/lib/core/decimal";

const book = {
  bids: [
    ["100", "1"],
    ["99", "1"],
  ] as [string, string][],
  asks: [
    ["101", "1"],
    ["103", "1"],
  ] as [string, string][],
};
const estimate = (side: "buy" | "sell", qty: string) => {
  const fill = estimateFill(book, { symbol: "BTCUSDT", side, qty: parseQty(qty) });
  return fill && Object.fromEntries(Object.entries(fill).map(([key, value]) => [key, formatDecimal(value)]));
};

describe("estimateFill", () => {
  it("averages the levels that an order takes, against the trader on both sides", () => {
    expect(estimate("buy", "0.5")).toEqual({ price: "101", slippage: "0", missing: "0" });
    expect(estimate("buy", "2")).toMatchObject({ price: "102", missing: "0" });
    expect(Number(estimate("buy", "2")?.slippage)).toBeCloseTo(1 / 101, 12);
    expect(estimate("sell", "2")).toMatchObject({ price: "99.5", slippage: "0.005" });
  });

  it("says what the shown levels do not have", () => {
    expect(estimate("sell", "3")).toMatchObject({ price: "99.5", missing: "1" });
    expect(estimateFill({ bids: [], asks: [] }, { symbol: "X", side: "buy", qty: parseQty("1") })).toBeNull();
  });
});
