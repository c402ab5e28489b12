import fc from "fast-check";
import { expect, it } from "vitest";
import type { FloorBase, Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { parseMoney, parsePrice } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import {
  contextOf,
  instrumentOf,
  MIDNIGHT,
  NOON,
  type Prices,
  planNamed,
  pointsOf,
  TestPortfolio,
} from "@/tests/engine/challenge-fixture";

const BASES: readonly FloorBase[] = [
  "start",
  "day-balance",
  "day-equity",
  "day-higher",
  "day-peak",
  "highest-day-balance",
  "highest-day-equity",
  "highest-balance",
  "highest-equity",
];

/** The loss limits of every plan that ships, and the classic one with each base of a floor, hard and soft, both ways of comparing. */
function listPlans(): Plan[] {
  const classic = planNamed("classic");
  const made = BASES.flatMap((base) =>
    ([false, true] as const).flatMap((isSoft) =>
      (["below", "at-or-below"] as const).map((breachWhen) => ({
        ...classic,
        id: `${base}-${isSoft}-${breachWhen}`,
        floors: classic.floors.map((rule) => ({ ...rule, base, isSoft, breachWhen })),
      })),
    ),
  );
  return [...PLANS, ...made].map((plan) => ({ ...plan, tradingRules: [] }));
}

/** The rules' results, without their marks and the figures of the log. */
function resultsOf(log: readonly PortfolioEvent[]) {
  return log.flatMap((event) => {
    switch (event.type) {
      case "challenge-breached":
      case "trading-paused":
      case "headroom-warned":
        return {
          type: event.type,
          rule: event.rule.id,
          equity: event.equity,
          floor: event.floor,
          at: event.atMs,
        };
      case "equity-peaked":
      case "day-rolled":
        return { type: event.type, equity: event.equity, at: event.atMs };
      case "phase-passed":
        return { type: event.type, at: event.atMs };
      default:
        return [];
    }
  });
}

/** The same moves of BTC, with and without a position in LTC that gains nothing while its symbol is silent. */
function play(input: { plan: Plan; prices: readonly string[]; silent: Prices; how: "path" | "check" }) {
  return [false, true].map((withSliver) => {
    const portfolio = new TestPortfolio({ plan: input.plan });
    const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);
    if (withSliver) portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "0.06" }, open);
    portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "300" }, open);
    input.prices.forEach((price, index) => {
      // Some of the steps lie beyond the day's end.
      const nowMs = NOON + 4_000_000 * (index + 1);
      const prices = { ...input.silent, BTCUSDT: price };
      if (input.how === "check") portfolio.run({ type: "check" }, contextOf(prices, nowMs));
      else {
        const path = { kind: "points", points: pointsOf([price], nowMs) } as const;
        portfolio.run({ type: "price-moved", symbol: "BTCUSDT", path }, contextOf(prices, nowMs));
      }
    });
    return resultsOf(portfolio.log);
  });
}

it("says the same with and without a silent position of zero profit, under every rule and plan", () => {
  const silent: Prices[] = [{}, { LTCUSDT: ["100.1", 3_000] }, { LTCUSDT: ["100.1", 86_400_000] }];
  let breaches = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...listPlans()),
      fc.constantFrom(...silent),
      fc.constantFrom("path" as const, "check" as const),
      fc.array(fc.integer({ min: 930, max: 1_060 }), { minLength: 1, maxLength: 25 }),
      (plan, marks, how, tenths) => {
        const prices = tenths.map((tenth) => (tenth / 10).toFixed(1));
        const [without, withSliver] = play({ plan, prices, silent: marks, how });
        expect(withSliver).toEqual(without);
        if (without?.some(({ type }) => type === "challenge-breached")) breaches += 1;
      },
    ),
    { numRuns: 150 },
  );
  expect(breaches).toBeGreaterThan(20);
});

it("records the breach at the tick of one symbol while another one is silent, halted, closed or gone", () => {
  const closed = [instrumentOf("BTCUSDT"), instrumentOf("LTCUSDT", { status: "closed" })];
  const cases: { prices: Prices; options?: Parameters<typeof contextOf>[2]; tickMs: number }[] = [
    { prices: { LTCUSDT: ["100.1", 3_000] }, tickMs: NOON + 1_000 },
    { prices: { LTCUSDT: "100.1" }, options: { halted: ["LTCUSDT"] }, tickMs: NOON + 4_000 },
    { prices: { LTCUSDT: "100.1" }, options: { halted: ["*"] }, tickMs: NOON + 4_000 },
    { prices: { LTCUSDT: ["100.1", 3_000] }, options: { instruments: closed }, tickMs: NOON + 1_000 },
    { prices: {}, options: { instruments: closed }, tickMs: 0 },
  ];
  for (const { prices, options, tickMs } of cases) {
    for (const marginMode of ["isolated", "cross"] as const) {
      const portfolio = new TestPortfolio({ plan: planNamed("classic"), marginMode });
      const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);
      portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "300" }, open);
      portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "0.06" }, open);
      const now = contextOf({ ...prices, BTCUSDT: "94" }, NOON + 4_000, options);
      const path = { kind: "points", points: pointsOf(["94"], NOON + 4_000) } as const;
      portfolio.run({ type: "price-moved", symbol: "BTCUSDT", path }, now);
      expect(portfolio.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
      const evidence = portfolio.last("challenge-breached");
      expect(evidence).toMatchObject({
        marks: [
          { symbol: "BTCUSDT", isStale: false },
          { symbol: "LTCUSDT", mark: parsePrice("100.1"), tickMs, isStale: tickMs !== NOON + 4_000 },
        ],
      });
    }
  }
});

it("raises a peak by no profit at an old mark, and makes up for it at the first fresh one", () => {
  const portfolio = new TestPortfolio({ plan: planNamed("watermark-intraday") });
  const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);
  portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "10" }, open);
  portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "10" }, open);
  portfolio.run({ type: "check" }, contextOf({ BTCUSDT: "101.1", LTCUSDT: ["120.1", 3_000] }, NOON + 5_000));
  expect(portfolio.last("equity-peaked")).toMatchObject({ equity: parseMoney("10010") });
  portfolio.run({ type: "check" }, contextOf({ BTCUSDT: "101.1", LTCUSDT: "120.1" }, NOON + 6_000));
  expect(portfolio.last("equity-peaked")).toMatchObject({ equity: parseMoney("10210") });
});

it("corrects the opening equity of a day that began at old or missing marks, once, at the first fresh ones", () => {
  const unsure: Prices[] = [{}, { LTCUSDT: ["100.1", 60_000] }];
  for (const atReset of unsure) {
    const portfolio = new TestPortfolio({ plan: planNamed("watermark") });
    const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);
    portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "10" }, open);
    portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "10" }, open);
    portfolio.run({ type: "check" }, contextOf({ ...atReset, BTCUSDT: "101.1" }, MIDNIGHT));
    expect(portfolio.last("day-rolled")).toMatchObject({
      resetMs: MIDNIGHT,
      isExact: false,
      equity: parseMoney("10010"),
      verifiedEquity: parseMoney("10010"),
    });
    portfolio.run({ type: "check" }, contextOf({ BTCUSDT: "102.1", LTCUSDT: "130.1" }, MIDNIGHT + 1_000));
    expect(portfolio.last("day-corrected")).toMatchObject({
      equity: parseMoney("10310"),
      marks: [{ symbol: "LTCUSDT", mark: parsePrice("130.1"), isStale: false }],
    });
    expect(portfolio.state.challenge).toMatchObject({
      day: { startMs: MIDNIGHT, equity: parseMoney("10310"), unconfirmed: [] },
      highest: { dayEquity: parseMoney("10310") },
    });
    portfolio.run({ type: "check" }, contextOf({ BTCUSDT: "102.1", LTCUSDT: "140.1" }, MIDNIGHT + 2_000));
    expect(portfolio.types().filter((type) => type === "day-corrected")).toHaveLength(1);
  }
});

it("corrects the day also when the position was closed before its symbol was heard of again", () => {
  const portfolio = new TestPortfolio({ plan: planNamed("watermark") });
  portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "10" }, contextOf({ LTCUSDT: "100" }, NOON));
  portfolio.run({ type: "check" }, contextOf({ LTCUSDT: ["100.1", 60_000] }, MIDNIGHT));
  portfolio.trade(
    { symbol: "LTCUSDT", side: "sell", qty: "10" },
    contextOf({ LTCUSDT: "110.1" }, MIDNIGHT + 1_000),
  );
  expect(portfolio.last("day-corrected")).toMatchObject({ equity: parseMoney("10100") });
});
