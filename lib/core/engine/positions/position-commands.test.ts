import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import { EMPTY_STATE } from "@/lib/core/engine/state/state";
import {
  dec,
  holdPosition,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

const deep = makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] });
const execute: Command = { type: "execute", orderId: "o1" };
const _at = (text: string | number) => ({ price: price(text), by: "last" as const });

describe("closing, reversing, leverage", () => {
  const context = makeContext({ market: deep });
  const run = (state: ReturnType<typeof openPortfolio>, command: Command, orderId: string) =>
    mustDecide(mustDecide(state, command, context).state, { type: "execute", orderId }, context).state;

  it("closes a part, rounded down to the step, and the rest below the smallest notional", () => {
    const withPosition = holdPosition(0.055, { context });
    const command: Command = {
      type: "close-position",
      symbol: "BTCUSDT",
      fraction: dec("0.5"),
      orderId: "c",
    };
    const half = run(withPosition, command, "c");
    expect(half.positions[0]?.qty).toBe(qty("0.028"));
    expect(run(half, { ...command, fraction: dec(1), orderId: "d" }, "d").positions).toEqual([]);
  });

  it("reverses with a closed trade and a new one", () => {
    const queued = mustDecide(
      holdPosition(3, { context }),
      { type: "reverse-position", symbol: "BTCUSDT", orderId: "r" },
      context,
    ).state;
    const { events, state } = mustDecide(queued, { type: "execute", orderId: "r" }, context);
    expect(typesOf(events)).toEqual(["order-filled", "round-trip-closed", "order-filled"]);
    expect(state.positions[0]).toMatchObject({
      qty: qty(-3),
      roundTrip: { entryQty: qty(3), side: "short" },
    });
  });

  it("closes all at once, a flip being a close and an open", () => {
    const withPosition = holdPosition(-3, { context });
    const { state } = mustDecide(withPosition, { type: "close-all", orderIdPrefix: "x" }, context);
    expect(state.orders).toMatchObject([{ id: "x:BTCUSDT", reduceOnly: true, side: "buy" }]);
  });

  it("a closing order needs no margin, even with none left", () => {
    const withPosition = holdPosition(485, { context, state: openPortfolio({ opening: 5_000 }) });
    const command: Command = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" };
    expect(run(withPosition, command, "c").positions).toEqual([]);
  });

  it("changes the leverage of an open position only as far as the margin goes", () => {
    const withPosition = holdPosition(450, { context, state: openPortfolio({ opening: 5_000 }) });
    const set = (leverage: number): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      leverage: dec(leverage),
    });
    expect(rejectionOf(withPosition, set(5), context)).toBe("insufficient_margin");
    expect(rejectionOf(withPosition, set(101), context)).toBe("leverage_above_cap");
    for (const leverage of [0, -5, 0.99])
      expect(rejectionOf(withPosition, set(leverage), context)).toBe("leverage_below_min");
    for (const leverage of [12.345678, 5.001])
      expect(rejectionOf(withPosition, set(leverage), context)).toBe("leverage_off_step");
    expect(mustDecide(withPosition, set(12.34), context).state.positions[0]?.leverage).toBe(dec("12.34"));
    expect(mustDecide(withPosition, set(20), context).state.positions[0]?.leverage).toBe(dec(20));
    const fallen = makeContext({ market: makeMarket("95.1", { mark: price("95.1") }) });
    expect(rejectionOf(withPosition, set(25), fallen)).toBe("insufficient_margin");
  });

  it("a leverage that releases margin is accepted where the account lacks it", () => {
    const withPosition = holdPosition(450, { context, state: openPortfolio({ opening: 5_000 }) });
    const poor = { ...withPosition, balance: money(4_400) };
    expect(context.rules.freeMargin(poor, context)).toBeLessThan(0n);
    const set = (leverage: number): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      leverage: dec(leverage),
    });
    expect(mustDecide(poor, set(10.1), context).state.positions[0]?.leverage).toBe(dec("10.1"));
    expect(mustDecide(poor, set(20), context).state.positions[0]?.leverage).toBe(dec(20));
    expect(rejectionOf(poor, set(9.9), context)).toBe("insufficient_margin");
  });

  it.each([
    [0.5, "leverage_below_min"],
    [7.005, "leverage_off_step"],
  ])("opens no portfolio with a leverage of %s", (leverage, reason) => {
    const open: Command = {
      type: "open-portfolio",
      id: "p",
      kind: "perpetual",
      marginMode: "isolated",
      opening: money(100),
      leverage: dec(leverage),
    };
    expect(rejectionOf(EMPTY_STATE, open, context)).toBe(reason);
  });

  it("cross: one loss takes the whole account's margin before anything is liquidated", () => {
    const cross = holdPosition(500, { context, state: openPortfolio({ marginMode: "cross", leverage: 20 }) });
    const fall = (last: number) =>
      mustDecide(
        cross,
        priceMoved({ last, mark: last, atMs: 10 }),
        makeContext({ nowMs: 10, market: makeMarket(last) }),
      ).state;
    expect(fall(85).positions).toHaveLength(1);
    expect(fall(80.5)).toMatchObject({ positions: [], liquidations: 1 });
  });

  const instant = {
    type: "settle-funding",
    symbol: "BTCUSDT",
    rate: dec("0.01"),
    mark: price(100),
    fundingMs: 5,
  } as const;

  it("funding is paid once for each instant, from the margin when nothing is free", () => {
    const withPosition = holdPosition(485, { context, state: openPortfolio({ opening: 5_000 }) });
    const paid = mustDecide(withPosition, instant, makeContext({ nowMs: 6, market: deep }));
    expect(paid.events).toMatchObject([{ paid: money(485) }]);
    expect(paid.state.positions[0]?.extraMargin).toBeLessThan(0n);
    expect(mustDecide(paid.state, instant, makeContext({ nowMs: 7, market: deep })).events).toEqual([]);
    const early: Command = { ...instant, fundingMs: -1 };
    expect(mustDecide(withPosition, early, context).events).toEqual([]);
  });

  it("late funding is paid for what was held then, by one that is gone from what is free", () => {
    const fund: Command = { ...instant, positionQty: qty(10) };
    const now = makeContext({ nowMs: 60_000, market: deep });
    const grown = mustDecide(holdPosition(20, { context }), fund, now);
    expect(grown.events).toMatchObject([{ paid: money(10), fromMargin: money(0) }]);
    const gone = mustDecide(openPortfolio({ opening: 6 }), fund, now);
    expect(gone.events).toMatchObject([{ paid: money(6), fromMargin: money(0) }]);
    expect(gone.state.balance).toBe(money(0));
    const received = mustDecide(openPortfolio(), { ...fund, positionQty: qty(-10) }, now);
    expect(received.state.ledger.funding).toBe(money(-10));
  });

  it("cancels the orders that only reduce once there is nothing left to reduce", () => {
    const stop = submit({
      side: "sell",
      kind: "stop-market",
      trigger: { price: price(95) },
      reduceOnly: true,
      qty: qty(3),
    });
    const withPosition = mustDecide(holdPosition(3, { context }), stop, context).state;
    const command: Command = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" };
    expect(run(withPosition, command, "c")).toMatchObject({ positions: [], orders: [] });
  });

  it("a reset closes everything and turns away what was meant for the time before", () => {
    const withPosition = holdPosition(3, { context });
    const after = mustDecide(withPosition, { type: "reset", opening: money(10_000) }, context).state;
    expect(after).toMatchObject({
      positions: [],
      orders: [],
      balance: money(10_000),
      epoch: withPosition.epoch + 1,
    });
    expect(rejectionOf(after, { ...execute, epoch: withPosition.epoch }, context)).toBe("epoch_passed");
  });

  it("withdraws what was queued when its symbol closes or is halted", () => {
    const queued = mustDecide(openPortfolio(), submit({ side: "buy", kind: "market" }), context).state;
    const closed = makeContext({ market: deep, instrument: makeInstrument({ status: "closed" }) });
    expect(mustDecide(queued, execute, closed).events).toMatchObject([{ reason: "instrument_closed" }]);
    const halted = makeContext({ market: deep, halted: new Set(["BTCUSDT"]) });
    expect(mustDecide(queued, execute, halted).events).toMatchObject([{ reason: "trading_halted" }]);
  });
});
