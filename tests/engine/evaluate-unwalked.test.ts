import { describe, expect, it } from "vitest";
import { parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import {
  contextOf,
  NOON,
  type Prices,
  planNamed,
  pointsOf,
  TestPortfolio,
} from "@/tests/engine/challenge-fixture";

/**
 * Rules of a challenge while the price path of a position's symbol has a gap: the daily floor of "classic"
 * lies at 9,500.
 */

const GAP_MS = 60_000;
const NOW_MS = NOON + GAP_MS;

/** The market of now, with BTC's path walked up to `walkedMs`. */
function at(prices: Prices, walkedMs: number, nowMs = NOW_MS): Context {
  const context = contextOf(prices, nowMs);
  const markets = [...context.markets].map(([symbol, market]) => {
    const feed = { offsetMs: 0, walkedMs: symbol === "BTCUSDT" ? walkedMs : nowMs };
    return [symbol, { ...market, feed }] as const;
  });
  return { ...context, markets: new Map(markets) };
}

const stopAt = (price: string) => ({ price: parsePrice(price), by: "last" as const });

function hold(side: "buy" | "sell", exit: Command | null): TestPortfolio {
  const portfolio = new TestPortfolio({ plan: planNamed("classic") });
  portfolio.trade({ symbol: "BTCUSDT", side, qty: "100" }, contextOf({ BTCUSDT: "100" }, NOON));
  if (exit !== null) {
    const decision = portfolio.run(exit, contextOf({ BTCUSDT: "100" }, NOON + 1));
    if (!decision.ok) throw new Error(decision.reason);
  }
  return portfolio;
}

const setStops = (price: string) =>
  ({ type: "set-position-stops", symbol: "BTCUSDT", stopLoss: stopAt(price) }) as Command;
const rest = (side: "buy" | "sell", kind: "limit" | "stop-market", price: string) =>
  ({
    type: "submit",
    order: {
      orderId: "exit",
      symbol: "BTCUSDT",
      side,
      kind,
      qty: parseQty("100"),
      ...(kind === "limit" ? { price: parsePrice(price) } : { trigger: stopAt(price) }),
      reduceOnly: true,
    },
  }) as Command;

describe.each([
  ["a long", "buy", "94", "96", "106"],
  ["a short", "sell", "106", "104", "94"],
] as const)(
  "%s in an unwalked gap, at a mark beyond the daily floor",
  (_name, side, beyond, before, target) => {
    const out = side === "buy" ? "sell" : "buy";
    const path = (price: string): Command => ({
      type: "price-moved",
      symbol: "BTCUSDT",
      path: {
        kind: "candle",
        candle: {
          open: parsePrice("100"),
          high: parsePrice(side === "buy" ? "100" : price),
          low: parsePrice(side === "buy" ? price : "100"),
          close: parsePrice(price),
        },
        previousClose: parsePrice("100"),
        startMs: NOON + 1_000,
        endMs: NOW_MS,
      },
    });

    it.each<[string, Command]>([
      ["a stop-loss", setStops(before)],
      ["a stop order", rest(out, "stop-market", before)],
      ["a limit with a profit", rest(out, "limit", target)],
    ])("waits for the walk while %s before the floor may have been met", (_kind, exit) => {
      const portfolio = hold(side, exit);
      portfolio.run({ type: "check" }, at({ BTCUSDT: beyond }, NOON));
      expect(portfolio.state.lock).toBeNull();
      expect(portfolio.last("challenge-breached")).toBeUndefined();
      const walked = hold(side, exit);
      walked.run({ type: "check" }, at({ BTCUSDT: beyond }, NOW_MS));
      expect(walked.last("challenge-breached")).toMatchObject({ marks: [{ isStale: false }] });
    });

    it("is not breached where the stop was met first, and the walk says so", () => {
      const portfolio = hold(side, setStops(before));
      portfolio.run({ type: "check" }, at({ BTCUSDT: beyond }, NOON));
      portfolio.run(path(beyond), at({ BTCUSDT: beyond }, NOON));
      expect(portfolio.state).toMatchObject({ positions: [], lock: null });
      portfolio.run({ type: "check" }, at({ BTCUSDT: beyond }, NOW_MS));
      expect(portfolio.state.lock).toBeNull();
    });

    it("is breached by the walk where nothing was met before the floor", () => {
      const portfolio = hold(side, rest(out, "limit", target));
      portfolio.run({ type: "check" }, at({ BTCUSDT: beyond }, NOON));
      portfolio.run(path(beyond), at({ BTCUSDT: beyond }, NOON));
      expect(portfolio.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
    });

    it("is breached at once without an exit, or with one that lies beyond the floor, too", () => {
      const beyondToo = side === "buy" ? "94.5" : "105.5";
      for (const exit of [null, setStops(beyondToo)]) {
        const portfolio = hold(side, exit);
        portfolio.run({ type: "check" }, at({ BTCUSDT: beyond }, NOON));
        expect(portfolio.last("challenge-breached")).toMatchObject({
          marks: [{ mark: parsePrice(exit === null ? beyond : beyondToo), isStale: true }],
        });
      }
    });

    it("does not shield what another symbol does", () => {
      const portfolio = hold(side, setStops(before));
      portfolio.trade(
        { symbol: "LTCUSDT", side: "buy", qty: "200" },
        contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON + 2),
      );
      const points = { kind: "points", points: pointsOf(["97"], NOW_MS) } as const;
      const now = at({ BTCUSDT: "100", LTCUSDT: "97" }, NOON);
      portfolio.run({ type: "price-moved", symbol: "LTCUSDT", path: points }, now);
      expect(portfolio.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
    });
  },
);

it("a profit at a mark whose path is still to be walked raises no peak", () => {
  const plan = planNamed("classic");
  const trailing = {
    ...plan,
    floors: plan.floors.map((rule) => ({ ...rule, base: "highest-equity" as const })),
  };
  const portfolio = new TestPortfolio({ plan: trailing });
  portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "100" }, contextOf({ BTCUSDT: "100" }, NOON));
  portfolio.run({ type: "check" }, at({ BTCUSDT: "104" }, NOON));
  expect(portfolio.last("equity-peaked")).toBeUndefined();
  portfolio.run({ type: "check" }, at({ BTCUSDT: "104" }, NOW_MS));
  expect(portfolio.last("equity-peaked")).toBeDefined();
});

describe("a small position in an unwalked gap", () => {
  const gap = (prices: Prices): Context => {
    const context = contextOf(prices, NOW_MS);
    const markets = [...context.markets].map(([symbol, market]) => {
      const feed = { offsetMs: 0, walkedMs: symbol === "LTCUSDT" ? NOON : NOW_MS };
      return [symbol, { ...market, feed }] as const;
    });
    return { ...context, markets: new Map(markets) };
  };
  const exit = (kind: "limit" | "take-profit-market", side: "buy" | "sell", price: string): Command => ({
    type: "submit",
    order: {
      orderId: "exit",
      symbol: "LTCUSDT",
      side,
      kind,
      qty: parseQty("0.06"),
      reduceOnly: true,
      ...(kind === "limit" ? { price: parsePrice(price) } : { trigger: stopAt(price) }),
    },
  });
  const target = (price: string): Command => ({
    type: "set-position-stops",
    symbol: "LTCUSDT",
    takeProfit: stopAt(price),
  });

  it.each<[string, "buy" | "sell", Command]>([
    ["a take-profit", "buy", target("100000")],
    ["a limit", "buy", exit("limit", "sell", "100000")],
    ["an order of its own", "buy", exit("take-profit-market", "sell", "100000")],
    ["a take-profit of a short", "sell", target("0.1")],
    ["a limit of a short", "sell", exit("limit", "buy", "0.1")],
  ])("does not cover another position's loss by a distant exit: %s", (_kind, side, command) => {
    const portfolio = new TestPortfolio({ plan: planNamed("classic") });
    const open = contextOf({ BTCUSDT: "100", LTCUSDT: "100" }, NOON);
    portfolio.trade({ symbol: "BTCUSDT", side: "buy", qty: "300" }, open);
    portfolio.trade({ symbol: "LTCUSDT", side, qty: "0.06" }, open);
    expect(portfolio.run(command, open).ok).toBe(true);
    const points = { kind: "points", points: pointsOf(["94"], NOW_MS) } as const;
    const now = gap({ BTCUSDT: "94", LTCUSDT: "100" });
    portfolio.run({ type: "price-moved", symbol: "BTCUSDT", path: points }, now);
    expect(portfolio.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
  });

  it("counts an exit of a part for that part", () => {
    const portfolio = new TestPortfolio({ plan: planNamed("classic") });
    portfolio.trade({ symbol: "LTCUSDT", side: "buy", qty: "100" }, contextOf({ LTCUSDT: "100" }, NOON));
    const part = exit("limit", "sell", "0");
    if (part.type !== "submit") throw new Error("An order is submitted.");
    const order = { ...part.order, kind: "stop-market", qty: parseQty("1"), price: undefined } as const;
    const placed = { type: "submit", order: { ...order, trigger: stopAt("99") } } as const;
    expect(portfolio.run(placed, contextOf({ LTCUSDT: "100" }, NOON + 1)).ok).toBe(true);
    portfolio.run({ type: "check" }, gap({ LTCUSDT: "94" }));
    // 1 of 100 leaves at 99, the rest counts at 94.
    expect(portfolio.last("challenge-breached")).toMatchObject({
      marks: [{ mark: parsePrice("94.05"), isStale: true }],
    });
  });
});
