import { describe, expect, it } from "vitest";
import { parseMoney, parsePrice } from "@/lib/core/decimal";
import type { PricePath } from "@/lib/core/engine/context";
import { contextOf, NOON, planNamed, pointsOf, TestPortfolio } from "@/tests/engine/challenge-fixture";

const SYMBOL = "BTCUSDT";
const AT = NOON + 60_000;
const points = (...prices: string[]): PricePath => ({ kind: "points", points: pointsOf(prices, AT) });
/** 100 long at 100.1 (short at 100) with 500 of room: the floor of a long is broken at 95, of a short at 105.1. */
function hold(marginMode: "isolated" | "cross", side: "buy" | "sell" = "buy"): TestPortfolio {
  const portfolio = new TestPortfolio({ plan: planNamed("classic"), marginMode });
  portfolio.trade({ symbol: SYMBOL, side, qty: "100" }, contextOf({ [SYMBOL]: "100" }, NOON));
  return portfolio;
}

function walk(portfolio: TestPortfolio, path: PricePath, now: string): void {
  portfolio.run({ type: "price-moved", symbol: SYMBOL, path }, contextOf({ [SYMBOL]: now }, AT + 60_000));
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

  it("no path from before the position judges it", () => {
    const long = hold(marginMode);
    const early = { kind: "points", points: pointsOf(["90"], NOON - 1_000) } as const;
    long.run(
      { type: "price-moved", symbol: SYMBOL, path: early },
      contextOf({ [SYMBOL]: "100" }, NOON + 100),
    );
    expect(long.state.lock).toBeNull();
  });
});
