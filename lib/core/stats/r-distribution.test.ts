import { describe, expect, it } from "vitest";
import { formatRounded, parseMoney, parsePrice, parseQty, ZERO } from "@/lib/core/decimal";
import { excursionsInR } from "@/lib/core/stats/excursions-in-r";
import { distributeR } from "@/lib/core/stats/r-distribution";
import { type RoundTrip, wholeStretch } from "@/lib/core/stats/round-trip";

/** A long of 1 from 100 with a risk of 10, or without a stop. */
function trade(net: string, risk: string | null = "10"): RoundTrip {
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty: parseQty("1"),
    entryPrice: parsePrice("100"),
    exitPrice: parsePrice("100"),
    gross: parseMoney(net),
    fees: ZERO,
    funding: ZERO,
    risk: risk === null ? null : parseMoney(risk),
    initialStop: risk === null ? null : parsePrice("90"),
    initialTarget: null,
    openedAtMs: 0,
    closedAtMs: 1,
  };
}

describe("the distribution of R", () => {
  it("has each trade in the bucket that begins at its R or below it, and those without a stop in none", () => {
    const nets = ["-25", "-20", "-10.5", "-10", "-0.1", "0", "4.9", "5", "29.9", "30", "100"];
    const buckets = distributeR([...nets.map((net) => trade(net)), trade("10", null)]);
    const found = buckets.filter(({ count }) => count > 0);
    expect(found).toEqual([
      { from: null, to: -2, count: 1 },
      { from: -2, to: -1.5, count: 1 },
      { from: -1.5, to: -1, count: 1 },
      { from: -1, to: -0.5, count: 1 },
      { from: -0.5, to: 0, count: 1 },
      { from: 0, to: 0.5, count: 2 },
      { from: 0.5, to: 1, count: 1 },
      { from: 2, to: 3, count: 1 },
      { from: 3, to: null, count: 2 },
    ]);
    expect(buckets.reduce((sum, { count }) => sum + count, 0)).toBe(nets.length);
  });
});

describe("excursions in R", () => {
  it("are the best and the worst open result by the risk, and none without a stop", () => {
    const seen = { highest: parsePrice("125"), lowest: parsePrice("93") };
    const found = excursionsInR(trade("5"), [wholeStretch(trade("5"), seen)]);
    expect(found.ok && [formatRounded(found.value.mfe), formatRounded(found.value.mae)]).toEqual([
      "2.5",
      "-0.7",
    ]);
    expect(excursionsInR(trade("5", null), [])).toEqual({ ok: false, why: "no_initial_stop" });
  });
});
