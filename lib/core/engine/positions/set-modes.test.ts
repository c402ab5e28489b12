import { describe, expect, it } from "vitest";
import { ONE } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { sideOf } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";
import {
  holdPosition,
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
  rejectionOf,
  submit,
} from "@/tests/support/engine-fixtures";

const context = makeContext({ market: makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] }) });
const setMode = (isOn: boolean, symbol: string | null = "BTCUSDT"): Command => ({
  type: "set-position-mode",
  symbol,
  isHedged: isOn,
});
const trade = (state: PortfolioState, order: Parameters<typeof submit>[0]) => {
  const orderId = order.orderId ?? "o1";
  const queued = mustDecide(state, submit({ ...order, orderId }), context).state;
  return mustDecide(queued, { type: "execute", orderId }, context).state;
};
const hedged = () => mustDecide(openPortfolio(), setMode(true), context).state;
const bothSides = () =>
  trade(trade(hedged(), { side: "buy", kind: "market", orderId: "a" }), {
    side: "sell",
    kind: "market",
    qty: qty(2),
    orderId: "b",
  });

describe("the position mode", () => {
  it("is that of each symbol, and all of them can be set at once", () => {
    let state = hedged();
    expect([isHedged(state, "BTCUSDT"), isHedged(state, "ETHUSDT")]).toEqual([true, false]);
    state = mustDecide(state, setMode(true, null), context).state;
    state = mustDecide(state, setMode(false), context).state;
    expect([isHedged(state, "BTCUSDT"), isHedged(state, "ETHUSDT")]).toEqual([false, true]);
    state = mustDecide(state, setMode(false, null), context).state;
    expect(state.hedge).toBeNull();
  });

  it("stays where it is without an event when nothing changes, also with a position", () => {
    const state = holdPosition(1, { context });
    for (const symbol of ["BTCUSDT", null]) {
      expect(mustDecide(state, setMode(false, symbol), context).events).toEqual([]);
      expect(rejectionOf(state, setMode(true, symbol), context)).toBe("mode_with_position");
    }
  });

  it("rejects an order that is meant for the other mode", () => {
    const order = { side: "buy", kind: "market" } as const;
    const meant = (positionMode: "one-way" | "hedge") => submit({ ...order, positionMode });
    expect(rejectionOf(openPortfolio(), meant("hedge"), context)).toBe("position_mode_differs");
    expect(rejectionOf(hedged(), meant("one-way"), context)).toBe("position_mode_differs");
    expect(rejectionOf(hedged(), meant("hedge"), context)).toBeNull();
  });
});

describe("a hedged symbol", () => {
  it("has a long and a short position, each with its own result", () => {
    const state = bothSides();
    expect(state.positions.map((one) => one.qty)).toEqual([qty(1), qty(-2)]);
    const closed = trade(state, {
      side: "sell",
      kind: "market",
      reduceOnly: true,
      orderId: "c",
      qty: qty(5),
    });
    // The order is larger than the long position: its rest is cancelled and touches no short one.
    expect(closed.positions.map((one) => one.qty)).toEqual([qty(-2)]);
    expect(closed.orders).toEqual([]);
  });

  it("cancels only the exits of the side that is closed", () => {
    let state = bothSides();
    const exits = [
      submit({
        orderId: "x",
        side: "sell",
        kind: "stop-market",
        trigger: { price: price(95) },
        reduceOnly: true,
      }),
      submit({
        orderId: "y",
        side: "buy",
        kind: "stop-market",
        trigger: { price: price(105) },
        reduceOnly: true,
      }),
    ];
    for (const command of exits) state = mustDecide(state, command, context).state;
    state = trade(state, { side: "sell", kind: "market", reduceOnly: true, orderId: "c" });
    expect(state.orders.map(({ id }) => id)).toEqual(["y"]);
  });

  it("names the side in commands about a position, and can't reverse it", () => {
    const state = bothSides();
    const close = { type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "c" } as const;
    expect(rejectionOf(state, close, context)).toBe("position_side_missing");
    const left = mustDecide(
      mustDecide(state, { ...close, side: "short" }, context).state,
      {
        type: "execute",
        orderId: "c",
      },
      context,
    ).state;
    expect(left.positions.map((one) => one.qty)).toEqual([qty(1)]);
    const reverse = { type: "reverse-position", symbol: "BTCUSDT", orderId: "r" } as const;
    expect(rejectionOf(left, reverse, context)).toBe("hedge_no_reverse");
  });

  it("has one leverage for both sides, and margin and liquidation price of each", () => {
    const set = { type: "set-leverage", symbol: "BTCUSDT", leverage: 20n * ONE } as Command;
    const { state } = mustDecide(bothSides(), set, context);
    expect(state.positions.map(({ leverage }) => leverage)).toEqual([20n * ONE, 20n * ONE]);
    const instrument = context.instruments.get("BTCUSDT");
    if (!instrument) throw new Error("There is no instrument.");
    const [long, short] = state.positions.map((one) =>
      context.rules.liquidationPrice(state, one, instrument),
    );
    expect(long).toBeLessThan(price(100));
    expect(short).toBeGreaterThan(price(100));
    const margins = state.positions.map((one) => context.rules.positionMargin(one, instrument));
    expect(context.rules.freeMargin(state, context)).toBe(
      state.balance - margins.reduce((sum, one) => sum + one, 0n),
    );
  });

  it("has a leverage of its own for each side in isolated margin, until the symbol is in one-way mode again", () => {
    const set = (leverage: bigint, side?: "long" | "short"): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      ...(side && { side }),
      leverage: (leverage * ONE) as typeof ONE,
    });
    const both = mustDecide(bothSides(), set(20n, "short"), context).state;
    const leverages = (state: PortfolioState) => state.positions.map(({ leverage }) => leverage / ONE);
    expect(leverages(both)).toEqual([10n, 20n]);
    expect(leverageOf(both, "BTCUSDT", "short")).toBe(20n * ONE);
    expect(leverageOf(both, "BTCUSDT")).toBe(10n * ONE);
    expect(leverages(mustDecide(both, set(5n), context).state)).toEqual([5n, 5n]);
    expect(mustDecide(both, set(20n, "short"), context).events).toEqual([]);

    const flat = mustDecide(mustDecide(hedged(), set(20n, "short"), context).state, set(7n, "long"), context);
    const sold = trade(flat.state, { side: "sell", kind: "market" });
    expect(leverages(sold)).toEqual([20n]);
    const oneWay = mustDecide(flat.state, setMode(false), context).state;
    expect(leverages(trade(oneWay, { side: "sell", kind: "market" }))).toEqual([7n]);

    expect(rejectionOf(openPortfolio(), set(3n, "long"), context)).toBe("position_mode_differs");
    const crossMode: Command = { type: "set-margin-mode", marginMode: "cross" };
    const cross = mustDecide(flat.state, crossMode, context).state;
    expect(leverageOf(cross, "BTCUSDT", "short")).toBe(7n * ONE);
    expect(rejectionOf(cross, set(3n, "long"), context)).toBe("margin_not_isolated");
  });

  it("takes only exits of a side during a halt, where the operator allows them", () => {
    const halted = { ...context, halted: new Set(["BTCUSDT"]) };
    const exits = { ...halted, exitsAllowed: new Set(["BTCUSDT"]) };
    const close = { type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "c" } as const;
    const state = bothSides();
    for (const side of ["long", "short"] as const) {
      expect(rejectionOf(state, { ...close, side }, halted)).toBe("trading_halted");
      const queued = mustDecide(state, { ...close, side }, exits).state;
      const left = mustDecide(queued, { type: "execute", orderId: "c" }, exits).state;
      expect(left.positions.map(sideOf)).toEqual([side === "long" ? "short" : "long"]);
    }
    // A sale of no more than the long position opens a short one in hedge mode.
    for (const order of [{ side: "sell" }, { side: "buy" }] as const) {
      expect(rejectionOf(state, submit({ ...order, kind: "market" }), exits)).toBe("trading_halted");
    }
  });

  it("is charged funding on both sides, each once", () => {
    const fundingMs = 3_600_000;
    const later = { ...context, nowMs: fundingMs };
    const charge = (size: number): Command => ({
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: price("0.001"),
      mark: price(100),
      fundingMs,
      positionQty: qty(size),
    });
    let state = bothSides();
    const { balance } = state;
    for (const size of [1, -2, 1, -2]) state = mustDecide(state, charge(size), later).state;
    // Long 1 pays 0.1, short 2 receives 0.2.
    expect(state.balance - balance).toBe(money("0.1"));
    expect(findPosition(state, "BTCUSDT", "long")?.roundTrip.funding).toBe(money("0.1"));
    expect(findPosition(state, "BTCUSDT", "short")?.roundTrip.funding).toBe(money("-0.2"));
  });
});

it("funding of an instant is due on both sides also after they are closed and the mode is changed", () => {
  const fundingMs = 3_600_000;
  let state = bothSides();
  for (const order of [
    { side: "sell", orderId: "c" },
    { side: "buy", orderId: "d", qty: qty(2) },
  ] as const) {
    state = trade(state, { kind: "market", reduceOnly: true, ...order });
  }
  state = mustDecide(state, setMode(false), context).state;
  const { balance } = state;
  const later = { ...context, nowMs: fundingMs + 5_000 };
  for (const size of [1, -2, 1, -2]) {
    const charge: Command = {
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: price("0.001"),
      mark: price(100),
      fundingMs,
      positionQty: qty(size),
    };
    state = mustDecide(state, charge, later).state;
  }
  expect(state.balance - balance).toBe(money("0.1"));
});

describe("the margin mode", () => {
  const cross: Command = { type: "set-margin-mode", marginMode: "cross" };

  it("is set while nothing is open", () => {
    expect(mustDecide(openPortfolio(), cross, context).state.marginMode).toBe("cross");
    expect(rejectionOf(holdPosition(1, { context }), cross, context)).toBe("mode_with_position");
    const resting = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "limit", price: price(99) }),
      context,
    ).state;
    expect(rejectionOf(resting, cross, context)).toBe("mode_with_orders");
  });
});
