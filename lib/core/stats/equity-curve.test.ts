import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, type Money } from "@/lib/core/decimal";
import { calculateDrawdown } from "@/lib/core/stats/drawdown";
import { calculateDailyReturns, type EquityItem, followEquity } from "@/lib/core/stats/equity-curve";
import { measureEquityCurve } from "@/lib/core/stats/equity-metrics";
import { money } from "@/tests/support/engine-fixtures";

const DAY_MS = 86_400_000;
const START_MS = Date.parse("2026-06-01T00:00:00Z");
const item = (day: number, equity: number, flow = 0, portfolioId = "a"): EquityItem => ({
  portfolioId,
  atMs: Math.round(START_MS + day * DAY_MS),
  equity: money(equity),
  flow: money(flow),
});
const measure = (items: readonly EquityItem[], closedFall: Money = money(0)) =>
  measureEquityCurve(followEquity(items), { zone: "UTC", closedFall });
const shown = (figure: { ok: true; value: number } | { ok: false; why: string }) =>
  figure.ok ? figure.value : figure.why;

describe("the curve", () => {
  it("counts open profit, and neither resets, adjustments nor a second portfolio", () => {
    const items = [
      item(0, 10_000, 10_000),
      item(1, 10_400),
      item(2, 9_900),
      item(3, 10_000, 10_000, "b"),
      item(4, 10_400, 500),
      item(5, 10_500),
      item(6, 5_000, -5_500),
      item(7, 5_100),
      item(8, 9_950, 0, "b"),
    ];
    const curve = followEquity(items);
    const profits = [0, 400, -100, -100, -100, 0, 0, 100, 50].map((one) => money(one));
    expect(curve.map(({ profit }) => profit)).toEqual(profits);
    expect(curve.at(-1)?.equity).toBe(money(15_050));
    expect(measure(items).drawdown.amount).toBe(money(500));
  });

  it("A6: counts what was lost between the last snapshot and a reset", () => {
    const items = [
      item(0, 10_000, 10_000),
      item(0.01, 10_000),
      item(0.02, 10_000, 4_000),
      item(0.03, 10_000),
    ];
    const metrics = measure(items);
    expect(metrics.profit).toBe(money(-4_000));
    expect(metrics.drawdown.amount).toBe(money(4_000));
    expect(formatDecimal(metrics.drawdown.fraction)).toBe("0.4");
  });

  it("takes all that happens at one instant as one moment", () => {
    const both = [item(0, 100, 100), item(0, 100, 100, "b"), item(1, 90), item(1, 120, 0, "b")];
    expect(followEquity(both)).toEqual([
      { atMs: START_MS, equity: money(200), profit: money(0), worth: money(200) },
      { atMs: START_MS + DAY_MS, equity: money(210), profit: money(10), worth: money(210) },
    ]);
  });

  it("a deposit changes no return: worth moves by the fraction that equity moved by", () => {
    const curve = followEquity([
      item(0, 1_000, 1_000),
      item(1, 500),
      item(2, 100_500, 100_000),
      item(3, 90_450),
    ]);
    expect(curve.map(({ worth }) => formatDecimal(worth))).toEqual(["1000", "500", "500", "450"]);
  });
});

describe("daily returns", () => {
  it("measure a day by the equity that it began with, from the first moment on", () => {
    const curve = followEquity([item(0, 100, 100), item(1, 110), item(1.5, 890, 890, "b"), item(2, 60)]);
    expect(calculateDailyReturns(curve, "UTC")).toEqual([0.1, -50 / 1_000]);
    expect(calculateDailyReturns([], "UTC")).toEqual([]);
  });

  it.each([
    [
      "a reset after a blow-up",
      [item(0, 10_000, 10_000), item(1, 300), item(1.2, 10_000, 9_700), item(1.5, 9_600)],
      [-0.97 + -0.04 + 0.97 * 0.04],
    ],
    [
      "a deposit and a gain",
      [item(0, 100, 100), item(0.2, 90), item(0.4, 100_090, 100_000), item(0.6, 110_099)],
      [-0.1 + 0.1 - 0.01],
    ],
    ["money that was taken out", [item(0, 1_000, 1_000), item(0.3, 10, -990), item(0.5, 11)], [0.1]],
    [
      "an empty account that begins again",
      [item(0, 1_000, 1_000), item(0.3, 0), item(1.2, 500, 500), item(1.4, 450)],
      [-1, -0.1],
    ],
  ])("money that comes or goes within a day is no lever: %s", (_, items, expected) => {
    const returns = calculateDailyReturns(followEquity(items), "UTC");
    expect(returns).toHaveLength(expected.length);
    for (const [index, one] of expected.entries()) expect(returns[index]).toBeCloseTo(one, 9);
  });

  it("A2: a day without trades carries the value of the day before", () => {
    const changes = [100, -80, 150, -50, 120, 90, -110, 140];
    let equity = 10_000;
    const items = [item(0, equity, equity)];
    for (const [week, change] of changes.entries()) {
      equity += change;
      items.push(item((week + 1) * 7, equity));
    }
    const metrics = measure(items);
    expect(shown(metrics.sharpe)).toBeCloseTo(3.0101, 4);
    expect(shown(metrics.sortino)).toBeCloseTo(6.4633, 4);
  });

  it("A3: the return of the first day counts", () => {
    const items = [
      item(2 / 24, 10_000),
      item(20 / 24, 11_000),
      item(1, 11_000),
      item(1.4, 10_990),
      item(2 + 10 / 24, 11_000),
    ];
    expect(shown(measure(items).sharpe)).toBeCloseTo(11.029, 4);
  });

  it("days are those of the zone", () => {
    const items = [item(0, 100, 100), item(0.9, 110), item(1.1, 121)];
    expect(calculateDailyReturns(followEquity(items), "UTC")).toEqual([0.1, 0.1]);
    expect(calculateDailyReturns(followEquity(items), "Asia/Tokyo")).toEqual([0.21]);
    expect(calculateDailyReturns(followEquity(items.slice(1)), "Asia/Tokyo")).toEqual([0.1]);
  });

  it("one for each calendar day, whatever the gaps, and their product is the growth of worth", () => {
    const steps = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 * 24 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(steps, (moves) => {
        let hours = 0;
        let equity = 1_000;
        const items = [item(0, equity, equity)];
        for (const [after, change] of moves) {
          hours += after;
          equity += change;
          items.push(item(hours / 24, equity));
        }
        const returns = calculateDailyReturns(followEquity(items), "UTC");
        const isFirstDayEmpty = (moves[0]?.[0] ?? 0) >= 24;
        expect(returns).toHaveLength(Math.floor(hours / 24) + (isFirstDayEmpty ? 0 : 1));
        expect(returns.reduce((product, one) => product * (1 + one), 1)).toBeCloseTo(equity / 1_000, 9);
      }),
    );
  });
});

describe("drawdown", () => {
  it("A5: the fraction is the largest fraction, the amount the largest amount", () => {
    const items = [1_000, 500, 1_000, 20_000, 19_400].map((equity, day) => item(day, equity));
    const { drawdown } = measure(items);
    expect(formatDecimal(drawdown.amount)).toBe("600");
    expect(formatDecimal(drawdown.fraction)).toBe("0.5");
  });

  it("is never less than that of the closed results", () => {
    const items = [item(0, 1_000, 1_000), item(1, 990)];
    expect(measure(items, money(25)).drawdown.amount).toBe(money(25));
    expect(measure(items, money(5)).drawdown.amount).toBe(money(10));
  });
});

describe("a short history", () => {
  it("A1, A4: has neither CAGR nor Calmar under 30 days", () => {
    const items = [item(0, 10_000, 10_000), item(0.01, 10_000), item(1, 9_900), item(1.5, 11_500)];
    const { cagr, calmar } = measure(items);
    expect([cagr, calmar]).toEqual([
      { ok: false, why: "short_history" },
      { ok: false, why: "short_history" },
    ]);
    const month = measure([item(0, 1_000, 1_000), item(10, 900), item(30, 1_100)]);
    expect(shown(month.cagr)).toBeCloseTo(1.1 ** (365 / 30) - 1, 9);
    expect(shown(month.calmar)).toBeCloseTo((1.1 ** (365 / 30) - 1) / 0.1, 9);
  });

  it("no figure throws, whatever equity does", () => {
    const move = fc.record({
      hours: fc.integer({ min: 0, max: 1_000 }),
      equity: fc.integer({ min: 0, max: 10_000_000 }),
      flow: fc.oneof(fc.constant(0), fc.integer({ min: -1_000, max: 1_000_000 })),
      portfolioId: fc.constantFrom("a", "b"),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        let hours = 0;
        const items = moves.map(({ hours: after, equity, flow, portfolioId }) => {
          hours += after;
          return item(hours / 24, equity, flow, portfolioId);
        });
        const metrics = measure(items);
        for (const value of [metrics.sharpe, metrics.sortino, metrics.cagr, metrics.calmar]) {
          if (value.ok) expect(value.value).not.toBeNaN();
        }
        const worth = followEquity(items).map((one) => ({ atMs: one.atMs, equity: one.worth }));
        expect(calculateDrawdown(worth).fraction).toBe(metrics.drawdown.fraction);
      }),
    );
  });
});
