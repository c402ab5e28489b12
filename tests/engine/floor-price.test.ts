import fc from "fast-check";
import { expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { parseMoney, parsePrice } from "@/lib/core/decimal";
import { calculateFloorAlarm, calculateFloorPrice } from "@/lib/core/engine/matching/floor-price";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { contextOf, NOON, planNamed, TestPortfolio } from "@/tests/engine/challenge-fixture";

const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);

/** `against`: what is held of BTCUSDT against it as well, in hedge mode. */
function holding(btc: number, ltc = 0, { planId = "classic", against = 0 } = {}): TestPortfolio {
  // The loss limits alone: trading rules would reject some of these orders.
  const portfolio = new TestPortfolio({ plan: { ...planNamed(planId), tradingRules: [] } });
  portfolio.run({ type: "set-position-mode", symbol: "BTCUSDT", isHedged: against > 0 }, open);
  for (const [symbol, qty] of [
    ["BTCUSDT", btc],
    ["BTCUSDT", btc > 0 ? -against : against],
    ["LTCUSDT", ltc],
  ] as const) {
    if (qty === 0) continue;
    portfolio.trade({ symbol, side: qty > 0 ? "buy" : "sell", qty: String(Math.abs(qty)) }, open);
  }
  return portfolio;
}

it("is the first tick at which the rule is broken, on either side", () => {
  // Long 100 @ 100.1 with 500 of headroom: equity is 9,500 at 95.1, which breaks nothing, and 9,490 at 95.
  expect(calculateFloorPrice(holding(100).state, open, "BTCUSDT")).toBe(parsePrice("95"));
  // Short 100 @ 100: 9,500 at 105.
  expect(calculateFloorPrice(holding(-100).state, open, "BTCUSDT")).toBe(parsePrice("105.1"));
  // Long 100 @ 100.1 and short 50 @ 100: equity is 9,990 at 100, and 9,500 at 90.2.
  expect(calculateFloorPrice(holding(100, 0, { against: 50 }).state, open, "BTCUSDT")).toBe(
    parsePrice("90.1"),
  );
  expect(calculateFloorPrice(holding(50, 0, { against: 50 }).state, open, "BTCUSDT")).toBeNull();
  expect(calculateFloorPrice(holding(0.06).state, open, "BTCUSDT")).toBeNull();
  expect(calculateFloorPrice(holding(100).state, open, "LTCUSDT")).toBeNull();
  expect(calculateFloorPrice({ ...holding(100).state, challenge: null }, open, "BTCUSDT")).toBeNull();
});

it("is broken there and not a tick before, whatever else is held and under every plan", () => {
  const quantity = fc.integer({ min: -150, max: 150 }).filter((qty) => Math.abs(qty) > 5);
  fc.assert(
    fc.property(
      fc.constantFrom(...PLANS.map(({ id }) => id)),
      quantity,
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: 990, max: 1_010 }),
      fc.integer({ min: 0, max: 4 }),
      (planId, btc, ltc, tenths, against) => {
        const { state } = holding(btc, ltc, { planId, against });
        const ltcPrice = (tenths / 10).toFixed(1);
        const price = calculateFloorPrice(
          state,
          contextOf({ BTCUSDT: "100", LTCUSDT: ltcPrice }, NOON),
          "BTCUSDT",
        );
        if (price === null) return;
        const isBroken = (at: bigint) => {
          const market = { last: at, mark: at, index: null, book: null, tickMs: NOON, tickSeq: 1, bookMs: 0 };
          const there = contextOf({ LTCUSDT: ltcPrice }, NOON);
          const equity = calculateEquity(state, {
            ...there,
            at: { ...there.at, symbol: "BTCUSDT", market },
          } as typeof there);
          return state.challenge?.plan.floors.some(
            (rule) => state.challenge && measureLossLimit(rule, state.challenge, equity).isBreached,
          );
        };
        const tick = btc > 0 ? parsePrice("0.1") : -parsePrice("0.1");
        expect(isBroken(price)).toBe(true);
        expect(isBroken(price + tick)).toBe(false);
      },
    ),
    { numRuns: 200 },
  );
});

it("lets no rule be broken while each symbol stays inside of its alarm", () => {
  const amount = fc.integer({ min: -90, max: 90 }).filter((qty) => qty !== 0);
  fc.assert(
    fc.property(
      amount,
      amount,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(60),
      (btc, ltc, part, against) => {
        const { state } = holding(btc, ltc, { against });
        const inside = ["BTCUSDT", "LTCUSDT"].map((symbol) => {
          const alarm = calculateFloorAlarm(state, open, symbol);
          if (alarm === null) return [symbol, "100"] as const;
          // From 100 on the way to the alarm, to the tick before it at the farthest.
          const limit = Number(alarm.price) / 1e18;
          const step = alarm.onFall ? 0.1 : -0.1;
          return [symbol, (100 + (limit - 100) * part + step).toFixed(1)] as const;
        });
        const now = { ...contextOf(Object.fromEntries(inside), NOON), rules: BYBIT };
        expect(calculateEquity(state, now) >= parseMoney("9500")).toBe(true);
      },
    ),
    { numRuns: 200 },
  );
});
