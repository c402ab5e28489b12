import { describe, expect, it } from "vitest";
import { parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";
import { contextOf, NOON, planNamed, pointsOf, TestPortfolio } from "@/tests/engine/challenge-fixture";

const SYMBOL = "BTCUSDT";
const AT = NOON + 60_000;
const points = (...prices: string[]): PricePath => ({ kind: "points", points: pointsOf(prices, AT) });
const candle = (open: string, high: string, low: string, close: string): PricePath => ({
  kind: "candle",
  candle: {
    open: parsePrice(open),
    high: parsePrice(high),
    low: parsePrice(low),
    close: parsePrice(close),
  },
  previousClose: parsePrice("100"),
  startMs: AT,
});

/**
 * 100 long at 100.1 (short at 100) with 500 of headroom: the floor of a long is broken at 95, of a short at
 * 105.1.
 */
function hold(marginMode: "isolated" | "cross", side: "buy" | "sell" = "buy"): TestPortfolio {
  const portfolio = new TestPortfolio({ plan: planNamed("classic"), marginMode });
  portfolio.trade({ symbol: SYMBOL, side, qty: "100" }, contextOf({ [SYMBOL]: "100" }, NOON));
  return portfolio;
}

function walk(portfolio: TestPortfolio, path: PricePath, now: string): void {
  portfolio.run({ type: "price-moved", symbol: SYMBOL, path }, contextOf({ [SYMBOL]: now }, AT + 60_000));
}

function setStop(portfolio: TestPortfolio, price: string): void {
  const stopLoss = { price: parsePrice(price), by: "last" } as const;
  const now = contextOf({ [SYMBOL]: "100" }, NOON + 1);
  portfolio.run({ type: "set-position-stops", symbol: SYMBOL, stopLoss }, now);
}

describe.each(["isolated", "cross"] as const)("the floor on a price path (%s)", (marginMode) => {
  it("a jump past it is recorded where equity met it and closed where the market stands", () => {
    const long = hold(marginMode);
    walk(long, points("97", "94", "101"), "101");
    expect(long.last("challenge-breached")).toMatchObject({
      equity: parseMoney("9490"),
      floor: parseMoney("9500"),
      marks: [{ mark: parsePrice("95"), tickMs: AT + 100 }],
      jump: { symbol: SYMBOL, mark: parsePrice("94"), equity: parseMoney("9390") },
    });
    expect(long.last("order-filled")).toMatchObject({ purpose: "breach", price: parsePrice("94") });
    expect(long.state).toMatchObject({ lock: { reason: "challenge_failed" }, balance: parseMoney("9390") });
    const short = hold(marginMode, "sell");
    walk(short, points("106"), "100");
    expect(short.last("challenge-breached")).toMatchObject({
      equity: parseMoney("9490"),
      marks: [{ mark: parsePrice("105.1") }],
      jump: { mark: parsePrice("106"), equity: parseMoney("9400") },
    });
  });

  it("a point at it is recorded as it was seen", () => {
    const long = hold(marginMode);
    walk(long, points("95.1", "95"), "95");
    expect(long.last("challenge-breached")).toMatchObject({ equity: parseMoney("9490"), jump: null });
    const spared = hold(marginMode);
    walk(spared, points("95.1", "100"), "100");
    expect(spared.state.lock).toBeNull();
  });

  it("inside a candle it is met and closed at its own price", () => {
    const long = hold(marginMode);
    walk(long, candle("100", "101", "93", "100"), "100");
    expect(long.last("challenge-breached")).toMatchObject({ equity: parseMoney("9490"), jump: null });
    expect(long.last("order-filled")).toMatchObject({ purpose: "breach", price: parsePrice("95") });
    const short = hold(marginMode, "sell");
    walk(short, candle("100", "108", "99", "100"), "100");
    expect(short.last("order-filled")).toMatchObject({ purpose: "breach", price: parsePrice("105.1") });
  });

  it.each([
    ["candle", candle("100", "101", "93", "94")],
    ["points", points("96.9", "93", "94")],
  ])("a stop before it saves the challenge, and one behind it does not (%s)", (_name, path) => {
    const saved = hold(marginMode);
    setStop(saved, "97");
    walk(saved, path, "94");
    expect(saved.state).toMatchObject({ lock: null, positions: [] });
    const lost = hold(marginMode);
    setStop(lost, "94.5");
    walk(lost, path, "94");
    expect(lost.state).toMatchObject({ lock: { reason: "challenge_failed" } });
    expect(lost.last("order-filled")).toMatchObject({ purpose: "breach" });
  });

  it("what would have been filled behind it is not", () => {
    const long = hold(marginMode);
    const order = { orderId: "deep", symbol: SYMBOL, side: "sell", kind: "stop-market" } as const;
    const trigger = { price: parsePrice("94"), by: "last" } as const;
    const now = contextOf({ [SYMBOL]: "100" }, NOON + 1);
    expect(long.run({ type: "submit", order: { ...order, qty: parseQty("1"), trigger } }, now).ok).toBe(true);
    walk(long, candle("100", "101", "93", "100"), "100");
    expect(long.last("order-cancelled")).toMatchObject({ orderId: "deep", reason: "locked" });
  });

  it("no path from before the position evaluates it", () => {
    const long = hold(marginMode);
    const early = { kind: "points", points: pointsOf(["90"], NOON - 1_000) } as const;
    long.run(
      { type: "price-moved", symbol: SYMBOL, path: early },
      contextOf({ [SYMBOL]: "100" }, NOON + 100),
    );
    expect(long.state.lock).toBeNull();
  });
});
