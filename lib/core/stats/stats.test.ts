import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, formatDecimal } from "@/lib/core/decimal";
import { breakDown } from "@/lib/core/stats/breakdown";
import { calculateDrawdown } from "@/lib/core/stats/drawdown";
import type { Figure } from "@/lib/core/stats/figure";
import {
  calculateCagr,
  calculateCalmar,
  calculateOmega,
  calculateSharpe,
  calculateSortino,
  dailyReturns,
} from "@/lib/core/stats/returns";
import {
  excursions,
  exitEfficiency,
  initialRisk,
  plannedRewardToRisk,
  type RoundTrip,
  rMultiple,
  wholeStretch,
} from "@/lib/core/stats/round-trip";
import { measureTrades, netByDay } from "@/lib/core/stats/trade-metrics";
import { dec, money, price, qty } from "@/tests/support/engine-fixtures";

const DAY_MS = 86_400_000;
const nameDay = (atMs: number) => `day ${Math.floor(atMs / DAY_MS)}`;
const options = { breakEvenBand: money(0), nameDay };

function trade(net: number, over: Partial<RoundTrip> = {}): RoundTrip {
  return {
    symbol: "BTCUSDT",
    side: "long",
    qty: qty(1),
    entryPrice: price(100),
    exitPrice: price(100 + net),
    gross: money(net),
    fees: money(0),
    funding: money(0),
    initialStop: null,
    initialTarget: null,
    openedAtMs: 0,
    closedAtMs: 1,
    ...over,
  };
}

const UNLABELLED = { exitReason: "manual", setup: null, tags: [], moodBefore: null, moodAfter: null };
const show = (item: Figure<Decimal>) => (item.ok ? formatDecimal(item.value) : item.why);
const trades = (...nets: number[]) => nets.map((net, index) => trade(net, { closedAtMs: index }));

describe("trade metrics", () => {
  it("counts wins, losses and break-evens by the net result", () => {
    const list = [
      ...trades(30, -10, 20),
      trade(1, { fees: money(1), closedAtMs: 9 }),
      trade(5, { funding: money(7), closedAtMs: 10 }),
    ];
    const metrics = measureTrades(list, options);
    expect(metrics).toMatchObject({
      count: 5,
      wins: 2,
      losses: 2,
      breakEvens: 1,
      net: money(38),
      gross: money(46),
    });
    expect(show(metrics.winRate)).toBe("0.5");
    expect(show(metrics.profitFactor)).toBe(formatDecimal(dec("4.166666666666666667")));
    expect(show(metrics.averageWin)).toBe("25");
    expect(show(metrics.averageLoss)).toBe("6");
    expect(show(metrics.expectancy)).toBe("7.6");
    expect(show(metrics.expectancyRatio)).toBe("1.583333333333333334");
  });

  it("A8: metrics and breakdown have one expectancy, whatever the band", () => {
    const list = trades(10, -10, 4).map((one) => ({ ...one, ...UNLABELLED }));
    for (const [band, expected] of [
      [5, "0"],
      [0, "1.333333333333333333"],
      [20, "0"],
    ] as const) {
      const breakEvenBand = money(band);
      const metrics = measureTrades(list, { ...options, breakEvenBand });
      const [bucket] = breakDown(list, "side", { zone: "UTC", breakEvenBand });
      expect(show(metrics.expectancy), String(band)).toBe(expected);
      expect(formatDecimal(bucket?.expectancy ?? money(-1)), String(band)).toBe(expected);
    }
  });

  it("results by mood stand from very bad to very good, without the trades that have none", () => {
    const [first, second, third] = trades(10, -4, 3).map((one) => ({ ...one, ...UNLABELLED }));
    const list = [
      { ...first, moodBefore: 5 },
      { ...second, moodBefore: 1, moodAfter: 2 },
      { ...third, moodBefore: 5 },
    ] as Parameters<typeof breakDown>[0];
    const rowsOf = (by: "moodBefore" | "moodAfter") =>
      breakDown(list, by, { zone: "UTC", breakEvenBand: money(0) }).map(({ name, count, net }) => [
        name,
        count,
        formatDecimal(net),
      ]);
    expect(rowsOf("moodBefore")).toEqual([
      ["1", 1, "-4"],
      ["5", 2, "13"],
    ]);
    expect(rowsOf("moodAfter")).toEqual([["2", 1, "-4"]]);
  });

  it("the band of break-even swallows small results on both sides", () => {
    const metrics = measureTrades(trades(5, -5, 6, -6), { ...options, breakEvenBand: money(5) });
    expect(metrics).toMatchObject({ wins: 1, losses: 1, breakEvens: 2 });
  });

  it.each([
    [
      "no trades",
      [],
      {
        winRate: "none_decided",
        profitFactor: "no_trades",
        payoff: "no_wins",
        expectancy: "no_trades",
        kelly: "no_wins",
        bestDayShare: "no_trades",
      },
    ],
    [
      "wins only",
      [5, 5],
      {
        winRate: "1",
        profitFactor: "no_losses",
        payoff: "no_losses",
        expectancy: "5",
        kelly: "no_losses",
        bestDayShare: "1",
      },
    ],
    [
      "losses only",
      [-5],
      {
        winRate: "0",
        profitFactor: "0",
        payoff: "no_wins",
        expectancy: "-5",
        kelly: "no_wins",
        bestDayShare: "no_profit",
      },
    ],
    [
      "break-evens only",
      [0, 0],
      {
        winRate: "none_decided",
        profitFactor: "no_losses",
        payoff: "no_wins",
        expectancy: "0",
        kelly: "no_wins",
        bestDayShare: "no_profit",
      },
    ],
  ] as const)("says why there is no figure: %s", (_name, nets, wanted) => {
    const metrics = measureTrades(trades(...nets), options);
    for (const [key, text] of Object.entries(wanted)) {
      expect(show(metrics[key as keyof typeof wanted]), key).toBe(text);
    }
  });

  it("streaks go in the order of the close, and a break-even neither extends nor breaks one", () => {
    const metrics = measureTrades(trades(1, 1, 0, 1, -1, -1, 0), options);
    expect(metrics).toMatchObject({ longestWinStreak: 3, longestLossStreak: 2, currentStreak: -2 });
    expect(measureTrades([...trades(1, -1)].reverse(), options).currentStreak).toBe(-1);
  });

  it("SQN needs two trades with an R and some spread, and is provisional below 30", () => {
    const risky = (net: number) => trade(net, { initialStop: price(90) });
    expect(measureTrades([risky(10)], options).sqn).toEqual({ ok: false, why: "too_few_trades" });
    expect(measureTrades([risky(10), risky(10)], options).sqn).toEqual({ ok: false, why: "no_spread" });
    expect(measureTrades(trades(10), options).sqn).toEqual({ ok: false, why: "no_initial_stop" });
    const equal = Array.from({ length: 3 }, () => trade(1, { initialStop: price(90) }));
    expect(measureTrades(equal, options).sqn, "A7").toEqual({ ok: false, why: "no_spread" });
    const { sqn, averageR } = measureTrades([risky(10), risky(30)], options);
    expect(show(averageR)).toBe("2");
    expect(sqn).toMatchObject({ ok: true, value: { isProvisional: true } });
    expect(sqn.ok && sqn.value.value).toBeCloseTo(2, 12);
    const many = Array.from({ length: 30 }, (_, index) => risky(index));
    expect(measureTrades(many, options).sqn).toMatchObject({ value: { isProvisional: false } });
  });

  it("a trade counts on the day of its close", () => {
    const day = trade(-10, { closedAtMs: DAY_MS });
    const [first, last] = [20, 30].map((net) => trade(net, { closedAtMs: 2 * DAY_MS })) as [
      RoundTrip,
      RoundTrip,
    ];
    expect(show(measureTrades([day, first, last], options).bestDayShare)).toBe("1.25");
    expect([...netByDay([day, first, last], nameDay)]).toEqual([
      ["day 1", money(-10)],
      ["day 2", money(50)],
    ]);
  });
});

describe("one trade", () => {
  it("counts R from the first stop; a stop on the wrong side is an error", () => {
    expect(show(rMultiple(trade(20, { initialStop: price(90) })))).toBe("2");
    expect(show(rMultiple(trade(-10, { side: "short", initialStop: price(105) })))).toBe("-2");
    expect(show(initialRisk(trade(1, { initialStop: price(101) })))).toBe("stop_on_wrong_side");
    expect(show(initialRisk(trade(1, { side: "short", initialStop: price(99) })))).toBe("stop_on_wrong_side");
    expect(show(initialRisk(trade(1)))).toBe("no_initial_stop");
    expect(show(rMultiple(trade(40, { initialStop: price(95), risk: money(10) })))).toBe("4");
    expect(show(initialRisk(trade(1, { initialStop: price(101), risk: money(3) })))).toBe("3");
    expect(show(initialRisk(trade(1, { initialStop: price(95), risk: null })))).toBe("entry_without_stop");
    expect(show(initialRisk(trade(1, { risk: null })))).toBe("no_initial_stop");
    expect(show(rMultiple(trade(1, { risk: money(0) })))).toBe("no_initial_stop");
  });

  it("counts the fees as part of the risk: a loss at the stop is -1 R", () => {
    const atStop = { gross: money(-10), fees: money(2), initialStop: price(90), risk: money(10) };
    expect(show(rMultiple(trade(-12, atStop)))).toBe("-1");
    expect(show(rMultiple(trade(-12, { ...atStop, risk: undefined })))).toBe("-1");
  });

  it("plans by several targets with their sizes", () => {
    const plan = { entry: price(100), stop: price(90) };
    const targets = [
      { price: price(110), qty: qty(3) },
      { price: price(130), qty: qty(1) },
    ];
    expect(show(plannedRewardToRisk({ ...plan, targets }))).toBe("1.5");
    expect(show(plannedRewardToRisk({ ...plan, targets: [] }))).toBe("no_movement");
    expect(show(plannedRewardToRisk({ ...plan, stop: price(100), targets }))).toBe("stop_on_wrong_side");
  });

  it("excursions are mirrored for a short, and efficiency stays between 0 and 1", () => {
    const seen = { highest: price(120), lowest: price(95) };
    const of = (one: ReturnType<typeof trade>) => excursions([wholeStretch(one, seen)]);
    expect(of(trade(10))).toEqual({ mfe: money(20), mae: money(-5) });
    expect(of(trade(10, { side: "short" }))).toEqual({ mfe: money(5), mae: money(-20) });
    expect(show(exitEfficiency(trade(10), money(20)))).toBe("0.5");
    expect(show(exitEfficiency(trade(30), money(20)))).toBe("1");
    expect(show(exitEfficiency(trade(-30), money(20)))).toBe("0");
    expect(show(exitEfficiency(trade(-1), money(0)))).toBe("no_movement");
  });
});

describe("excursions of a trade in parts", () => {
  type Part = [qty: number, cost: number, realised: number, highest: number, lowest: number];
  const of = (...parts: Part[]) =>
    excursions(
      parts.map(([size, cost, realised, highest, lowest]) => ({
        qty: qty(size),
        cost: money(cost),
        realised: money(realised),
        highest: price(highest),
        lowest: price(lowest),
      })),
    );

  it("count an open price for what was open then, and what was booked by then", () => {
    // Long 2 @100, 1 out @110 (+10), the rest falls to 80 and is out @90: best +20 @110, worst -10 @80; net 0.
    expect(of([2, 200, 0, 110, 100], [1, 100, 10, 110, 80])).toEqual({ mfe: money(20), mae: money(-10) });
    // A fall before the second entry costs the first one alone: long 1 @100, to 90, 9 more @90, out @101.
    expect(of([1, 100, 0, 100, 90], [10, 910, 0, 101, 90])).toEqual({ mfe: money(100), mae: money(-10) });
  });

  it("are mirrored for a short", () => {
    expect(of([-2, 200, 0, 100, 90], [-1, 100, 10, 120, 90])).toEqual({ mfe: money(20), mae: money(-10) });
  });

  it("are the same however a stretch is cut", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 2, maxLength: 9 }),
        fc.boolean(),
        (prices, isLong) => {
          const cut = prices.slice(1).map((to, index): Part => {
            const from = prices[index] ?? to;
            return [isLong ? 3 : -3, 300, 7, Math.max(from, to), Math.min(from, to)];
          });
          const [highest, lowest] = [Math.max(...prices), Math.min(...prices)];
          expect(of(...cut)).toEqual(of([isLong ? 3 : -3, 300, 7, highest, lowest]));
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("the equity curve", () => {
  const curve = (...values: number[]) => values.map((equity, atMs) => ({ atMs, equity: money(equity) }));

  it("sees a fall from the very first point, by amount, with the fraction of its own peak", () => {
    const fall = calculateDrawdown(curve(100, 80, 90, 120, 95, 130));
    expect(fall).toMatchObject({ amount: money(25), peakAtMs: 3, troughAtMs: 4, longestUnderWaterMs: 2 });
    expect(formatDecimal(fall.fraction)).toBe("0.208333333333333333");
  });

  it.each([
    ["nothing", []],
    ["one point", [5]],
    ["a rising curve", [1, 2, 2, 3]],
  ])("has no drawdown: %s", (_name, values) => {
    expect(calculateDrawdown(curve(...values))).toMatchObject({
      amount: 0n,
      fraction: 0n,
      peakAtMs: null,
      longestUnderWaterMs: 0,
    });
  });
});

describe("returns", () => {
  const returns = dailyReturns([100, 110, 99, 99].map((value) => money(value)));

  it("are of each day on the one before; none after a balance of zero", () => {
    expect(returns).toEqual([0.1, -0.1, 0]);
    expect(dailyReturns([0, 5, -5, 3].map((value) => money(value)))).toEqual([-2]);
  });

  it("Sharpe, Sortino, omega, CAGR and Calmar by their formulas", () => {
    const year = Math.sqrt(365);
    expect(calculateSharpe([0.01, 0.03])).toEqual({ ok: true, value: (0.02 / Math.sqrt(0.0002)) * year });
    const sortino = calculateSortino([0.02, -0.01]);
    expect(sortino.ok && sortino.value).toBeCloseTo((0.005 / Math.sqrt(0.0001 / 2)) * year, 10);
    expect(calculateOmega([0.02, -0.01])).toEqual({ ok: true, value: 2 });
    const cagr = calculateCagr([0.1], 365);
    expect(cagr.ok && cagr.value).toBeCloseTo(0.1, 12);
    expect(calculateCalmar({ ok: true, value: 0.5 }, -0.25)).toEqual({ ok: true, value: 2 });
  });

  it.each([
    ["Sharpe of one day", calculateSharpe([0.1]), "too_few_days"],
    ["Sharpe of equal days", calculateSharpe([0.5, 0.5]), "no_spread"],
    ["Sortino without a losing day", calculateSortino([0.1, 0.2]), "no_downside"],
    ["omega without a losing day", calculateOmega([0.1]), "no_downside"],
    ["Sharpe of days that are equal but for rounding", calculateSharpe([0.1, 0.1, 0.1]), "no_spread"],
    ["Sharpe of a flat month", calculateSharpe(Array(30).fill(0)), "no_spread"],
    ["CAGR of no day", calculateCagr([], 0), "too_few_days"],
    ["CAGR of 29 days", calculateCagr([0.1], 29.9), "short_history"],
    ["Calmar without a drawdown", calculateCalmar({ ok: true, value: 1 }, 0), "no_drawdown"],
  ])("%s has none", (_name, figure, why) => {
    expect(figure).toEqual({ ok: false, why });
  });
});
