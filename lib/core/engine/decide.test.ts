import { describe, expect, it } from "vitest";
import {
  beat,
  dec,
  holdPosition,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
  refusalOf,
  submit,
  typesOf,
} from "@/dev/testing/engine-fixtures";
import { formatDecimal } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { BYBIT_TOUCH } from "@/lib/core/engine/venues/bybit";

const deep = makeMarket(100, { bids: [[99.9, 1000]], asks: [[100.1, 1000]] });
const execute: Command = { type: "execute", orderId: "o1" };
const at = (text: string | number) => ({ price: price(text), by: "last" as const });

describe("market orders", () => {
  const thin = makeMarket(100, {
    asks: [
      [100.1, 2],
      [100.2, 3],
      [102.1, 9],
    ],
  });

  it("is queued with its margin held, then pays the volume-weighted price of the levels", () => {
    const context = makeContext({ market: thin });
    const queued = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market", qty: qty(4) }),
      context,
    ).state;
    expect(queued.orders[0]?.status).toBe("QUEUED");
    expect(context.rules.freeMargin(queued, context)).toBeLessThan(money(9_960));
    const { events, state } = mustDecide(queued, execute, context);
    expect(typesOf(events)).toEqual(["order-filled"]);
    expect(formatDecimal(state.positions[0]?.entryPrice ?? price(0))).toBe("100.15");
    expect(events[0]).toMatchObject({
      liquidity: "taker",
      evidence: { source: "book", bestBid: price("99.9"), bestAsk: price("100.1"), rules: "bybit-2026-08" },
    });
  });

  it("stops at the price cap from the mark and cancels what is left", () => {
    const context = makeContext({ market: thin });
    const queued = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market", qty: qty(6) }),
      context,
    ).state;
    const { events, state } = mustDecide(queued, execute, context);
    expect(typesOf(events)).toEqual(["order-filled", "order-cancelled"]);
    expect(events[1]).toMatchObject({ reason: "remainder" });
    expect(state.positions[0]?.qty).toBe(qty(5));
  });

  it("doesn't eat the same liquidity twice until the venue shows another size", () => {
    const context = makeContext({ market: thin });
    const first = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market", qty: qty(2) }),
      context,
    ).state;
    const held = mustDecide(first, execute, context).state;
    const again = submit({ side: "buy", kind: "market", qty: qty(1), orderId: "o2" });
    const second = mustDecide(
      mustDecide(held, again, context).state,
      { type: "execute", orderId: "o2" },
      context,
    );
    expect(second.events[0]).toMatchObject({ price: price("100.2") });
    const fresh = makeContext({ market: makeMarket(100, { asks: [[100.1, 1]] }) });
    const third = mustDecide(mustDecide(held, again, fresh).state, { type: "execute", orderId: "o2" }, fresh);
    expect(third.events[0]).toMatchObject({ price: price("100.1") });
  });

  it("waits without fresh data, and asks to be tried again", () => {
    const queued = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market" }),
      makeContext({ nowMs: 1_000 }),
    ).state;
    const silent = makeContext({ nowMs: 4_000, market: makeMarket(100, { heardAtMs: 1_000 }) });
    expect(refusalOf(queued, execute, silent)).toBe("market_data_stale");
    expect(refusalOf(queued, execute, makeContext({ nowMs: 4_000, market: null }))).toBe("market_data_stale");
  });

  it("is filled once: a second execution finds nothing to do", () => {
    const context = makeContext({});
    const queued = mustDecide(openPortfolio(), submit({ side: "buy", kind: "market" }), context).state;
    const filled = mustDecide(queued, execute, context).state;
    expect(refusalOf(filled, execute, context)).toBe("order_not_open");
  });

  it("leaves an order that is already open as it is when it is sent again", () => {
    const context = makeContext({});
    const order = submit({ side: "buy", kind: "limit", price: price(99) });
    const open = mustDecide(openPortfolio(), order, context).state;
    expect(mustDecide(open, order, context)).toMatchObject({ events: [], state: open });
  });
});

describe("time in force", () => {
  const buy = (over: object) =>
    submit({ side: "buy", kind: "limit", price: price("100.1"), qty: qty(8), ...over });

  it.each([
    ["GTC", 5, 3, "PARTIALLY_FILLED"],
    ["IOC", 5, 0, null],
    ["FOK", 0, 0, null],
    ["post-only", 0, 0, null],
  ] as const)("%s fills %d, leaves %d", (timeInForce, filled, rests, status) => {
    const context = makeContext({});
    const command = buy({ timeInForce });
    if (filled === 0) {
      expect(refusalOf(openPortfolio(), command, context)).not.toBeNull();
      return;
    }
    const { state } = mustDecide(openPortfolio(), command, context);
    expect(state.positions[0]?.qty).toBe(qty(filled));
    const order = state.orders[0];
    expect(order ? order.qty - order.filled : 0n).toBe(qty(rests));
    expect(order?.status ?? null).toBe(status);
  });

  it("FOK fills whole when the book has enough, post-only rests below the book", () => {
    const context = makeContext({});
    const whole = mustDecide(openPortfolio(), buy({ timeInForce: "FOK", qty: qty(5) }), context).state;
    expect([whole.positions[0]?.qty, whole.orders.length]).toEqual([qty(5), 0]);
    const maker = mustDecide(
      openPortfolio(),
      buy({ timeInForce: "post-only", price: price(100) }),
      context,
    ).state;
    expect(maker.orders[0]?.status).toBe("OPEN");
  });

  it.each(["IOC", "FOK"] as const)("a triggered stop-limit that is %s never rests", (timeInForce) => {
    const order = {
      side: "buy",
      kind: "stop-limit",
      price: price(101),
      trigger: { price: price(101) },
    } as const;
    const open = mustDecide(
      openPortfolio(),
      submit({ ...order, timeInForce, qty: qty(8) }),
      makeContext({ nowMs: 10 }),
    ).state;
    const market = makeMarket(101, { bids: [[100.9, 5]], asks: [[101, 5]] });
    const { events, state } = mustDecide(
      open,
      beat({ last: 101, atMs: 20 }),
      makeContext({ nowMs: 20, market }),
    );
    expect(state.orders).toEqual([]);
    expect(typesOf(events).includes("order-filled")).toBe(timeInForce === "IOC");
  });

  it("a triggered stop-limit rests behind what the book shows, and may be amended", () => {
    const order = {
      side: "buy",
      kind: "stop-limit",
      price: price(101),
      trigger: { price: price(102) },
    } as const;
    const open = mustDecide(openPortfolio(), submit(order), makeContext({ nowMs: 10 })).state;
    const context = makeContext({
      nowMs: 20,
      market: makeMarket(102, { bids: [[101, 7]], asks: [[102, 5]] }),
    });
    const armed = mustDecide(open, beat({ last: 102, atMs: 20 }), context).state;
    expect(armed.orders[0]).toMatchObject({ status: "TRIGGERED", queueAhead: qty(7) });
    const amended = mustDecide(armed, { type: "amend", orderId: "o1", price: price("100.9") }, context).state;
    expect(amended.orders[0]).toMatchObject({
      status: "TRIGGERED",
      price: price("100.9"),
      queueAhead: qty(0),
    });
  });

  it("expires what has outlived its time and rejects what was queued too long", () => {
    const rests = submit({ side: "buy", kind: "limit", price: price(99), goodTillMs: 500 });
    let state = mustDecide(openPortfolio(), rests, makeContext({})).state;
    state = mustDecide(state, submit({ side: "buy", kind: "market", orderId: "o2" }), makeContext({})).state;
    expect(mustDecide(state, { type: "expire" }, makeContext({ nowMs: 500 })).events).toEqual([]);
    const { events } = mustDecide(state, { type: "expire" }, makeContext({ nowMs: 5_001 }));
    expect(typesOf(events)).toEqual(["order-expired", "order-rejected"]);
  });
});

describe("resting orders", () => {
  const open = () =>
    mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "limit", price: price(99) }),
      makeContext({ nowMs: 1 }),
    ).state;

  it("`through` needs a print beyond the price; `touch` does with one at it", () => {
    const touch = beat({ last: 99, atMs: 10 });
    expect(mustDecide(open(), touch, makeContext({ nowMs: 10 })).events).toEqual([]);
    expect(
      typesOf(mustDecide(open(), beat({ last: 98.9, atMs: 10 }), makeContext({ nowMs: 10 })).events),
    ).toEqual(["order-filled"]);
    const touched = mustDecide(open(), touch, makeContext({ nowMs: 10, rules: BYBIT_TOUCH })).events;
    expect(touched[0]).toMatchObject({ type: "order-filled", price: price(99), liquidity: "maker" });
  });

  it("never fills worse than its price, however far the print", () => {
    const { events } = mustDecide(open(), beat({ last: 90, atMs: 10 }), makeContext({ nowMs: 10 }));
    expect(events[0]).toMatchObject({ price: price(99) });
  });

  it("doesn't meet what came before it was accepted or amended", () => {
    expect(mustDecide(open(), beat({ last: 98, atMs: 0 }), makeContext({ nowMs: 10 })).events).toEqual([]);
    const amend: Command = { type: "amend", orderId: "o1", price: price("99.5") };
    const amended = mustDecide(open(), amend, makeContext({ nowMs: 50 })).state;
    expect(mustDecide(amended, beat({ last: 99.4, atMs: 40 }), makeContext({ nowMs: 60 })).events).toEqual(
      [],
    );
    expect(
      mustDecide(amended, beat({ last: 99.4, atMs: 60 }), makeContext({ nowMs: 60 })).events,
    ).toHaveLength(1);
  });

  it.each([{ price: price("99.95") }, { qty: qty("0.0001") }, { qty: qty(5_000) }])(
    "an amendment is checked like a new order: %o",
    (change) => {
      expect(
        refusalOf(open(), { type: "amend", orderId: "o1", ...change }, makeContext({ nowMs: 5 })),
      ).not.toBeNull();
    },
  );

  it("drops points and candles without a price", () => {
    expect(mustDecide(open(), beat({ last: 0, atMs: 10 }), makeContext({ nowMs: 10 })).events).toEqual([]);
    const candle = { open: price(99), high: price(99), low: price(0), close: price(99) };
    const path = { kind: "candle" as const, candle, previousClose: null, startMs: 60_000 };
    const command: Command = { type: "price-moved", symbol: "BTCUSDT", path };
    expect(mustDecide(open(), command, makeContext({ nowMs: 120_000 })).events).toEqual([]);
  });
});

describe("exits", () => {
  const attached = { stopLoss: at(95), takeProfit: at(110) };
  const context = makeContext({ market: deep });
  const protectedLong = () => holdPosition(10, { context, attached, state: openPortfolio({ leverage: 50 }) });

  it("stop and target live on the position and die with it", () => {
    const held = protectedLong();
    expect(held.positions[0]).toMatchObject({
      stopLoss: { price: price(95) },
      takeProfit: { price: price(110) },
    });
    const { events, state } = mustDecide(
      held,
      beat({ last: 111, mark: 100, atMs: 10 }),
      makeContext({ nowMs: 10, market: makeMarket(111, { bids: [[110.9, 100]] }) }),
    );
    expect(events.filter((event) => event.type === "trade-closed")).toMatchObject([{ purpose: "target" }]);
    expect(state).toMatchObject({ positions: [], orders: [] });
  });

  it("one tick through stop, target and liquidation is one exit: the liquidation, at the bankruptcy price", () => {
    const resting = submit({
      side: "sell",
      kind: "stop-market",
      qty: qty(10),
      trigger: { price: price(97) },
      reduceOnly: true,
    });
    const held = mustDecide(protectedLong(), resting, context).state;
    const { events, state } = mustDecide(
      held,
      beat({ last: 50, mark: 50, atMs: 10 }),
      makeContext({ nowMs: 10, market: makeMarket(50) }),
    );
    expect(events.filter((event) => event.type === "trade-closed")).toMatchObject([
      { purpose: "liquidation" },
    ]);
    expect(events.filter((event) => event.type === "order-filled")).toMatchObject([
      { price: price("98.098") },
    ]);
    expect(state).toMatchObject({ positions: [], orders: [], liquidations: 1 });
  });

  it("a tick through stop and an older order is one exit: the stop", () => {
    const resting = submit({
      side: "sell",
      kind: "stop-market",
      qty: qty(10),
      trigger: { price: price(97) },
      reduceOnly: true,
    });
    const held = mustDecide(protectedLong(), resting, context).state;
    const market = makeMarket(94, { bids: [[93.9, 100]] });
    const { events } = mustDecide(
      held,
      beat({ last: 94, mark: 100, atMs: 10 }),
      makeContext({ nowMs: 10, market }),
    );
    expect(events.filter((event) => event.type === "trade-closed")).toMatchObject([{ purpose: "stop" }]);
    expect(events.filter((event) => event.type === "order-filled")).toMatchObject([{ price: price("93.9") }]);
  });

  it("a stop by mark ignores the last price", () => {
    const byMark = { stopLoss: { price: price("99"), by: "mark" as const } };
    const held = holdPosition(10, { context, attached: byMark });
    expect(
      mustDecide(held, beat({ last: 95, mark: 100, atMs: 10 }), makeContext({ nowMs: 10 })).events,
    ).toEqual([]);
    const { state } = mustDecide(
      held,
      beat({ last: 100, mark: 99, atMs: 10 }),
      makeContext({ nowMs: 10, market: deep }),
    );
    expect(state.positions).toEqual([]);
  });

  it("a trailing stop waits for its activation, follows the best price and exits on the way back", () => {
    const trail = { distance: price(2), activation: price(105) };
    const order = submit({ side: "sell", kind: "trailing-stop", qty: qty(10), trail, reduceOnly: true });
    const held = mustDecide(holdPosition(10, { context }), order, context).state;
    const walk = (from: typeof held, last: number, atMs: number) =>
      mustDecide(
        from,
        beat({ last, mark: 100, atMs }),
        makeContext({ nowMs: atMs, market: makeMarket(last, { bids: [[last - 0.1, 100]] }) }),
      ).state;
    const sleeping = walk(held, 101, 10);
    expect(sleeping.orders[0]?.trail?.extreme).toBeNull();
    const risen = walk(walk(sleeping, 105, 20), 108, 30);
    expect(risen.orders[0]?.trail?.extreme).toBe(price(108));
    expect(walk(risen, 106.1, 40).positions).toHaveLength(1);
    expect(walk(risen, 106, 40)).toMatchObject({ positions: [], orders: [] });
  });

  it("later parts of an order leave alone the stops that the trader has moved", () => {
    const order = submit({ side: "buy", kind: "limit", price: price("100.1"), qty: qty(8), attached });
    const part = mustDecide(openPortfolio(), order, makeContext({ nowMs: 1 })).state;
    const moved = mustDecide(
      part,
      { type: "set-position-stops", symbol: "BTCUSDT", stopLoss: at(97) },
      makeContext({ nowMs: 2 }),
    ).state;
    const whole = mustDecide(moved, beat({ last: 99, atMs: 10 }), makeContext({ nowMs: 10 })).state;
    expect(whole.positions[0]).toMatchObject({ qty: qty(8), stopLoss: { price: price(97) } });
  });
});

describe("closing, reversing, leverage", () => {
  const context = makeContext({ market: deep });
  const run = (state: ReturnType<typeof openPortfolio>, command: Command, orderId: string) =>
    mustDecide(mustDecide(state, command, context).state, { type: "execute", orderId }, context).state;

  it("closes a part, rounded down to the step, and the rest below the smallest notional", () => {
    const held = holdPosition(0.055, { context });
    const command: Command = {
      type: "close-position",
      symbol: "BTCUSDT",
      fraction: dec("0.5"),
      orderId: "c",
    };
    const half = run(held, command, "c");
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
    expect(typesOf(events)).toEqual(["order-filled", "trade-closed", "order-filled"]);
    expect(state.positions[0]).toMatchObject({ qty: qty(-3), trade: { entryQty: qty(3), side: "short" } });
  });

  it("closes all at once, a flip being a close and an open", () => {
    const held = holdPosition(-3, { context });
    const { state } = mustDecide(held, { type: "close-all", orderIdPrefix: "x" }, context);
    expect(state.orders).toMatchObject([{ id: "x:BTCUSDT", reduceOnly: true, side: "buy" }]);
  });

  it("a closing order needs no margin, even with none left", () => {
    const held = holdPosition(485, { context, state: openPortfolio({ opening: 5_000 }) });
    const command: Command = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" };
    expect(run(held, command, "c").positions).toEqual([]);
  });

  it("changes the leverage of an open position only as far as the margin goes", () => {
    const held = holdPosition(450, { context, state: openPortfolio({ opening: 5_000 }) });
    const set = (leverage: number): Command => ({
      type: "set-leverage",
      symbol: "BTCUSDT",
      leverage: dec(leverage),
    });
    expect(refusalOf(held, set(5), context)).toBe("insufficient_margin");
    expect(refusalOf(held, set(101), context)).toBe("leverage_above_cap");
    expect(mustDecide(held, set(20), context).state.positions[0]?.leverage).toBe(dec(20));
    const fallen = makeContext({ market: makeMarket("95.1", { mark: price("95.1") }) });
    expect(refusalOf(held, set(25), fallen)).toBe("insufficient_margin");
  });

  it("cross: one loss takes the whole account's margin before anything is liquidated", () => {
    const cross = holdPosition(500, { context, state: openPortfolio({ marginMode: "cross", leverage: 20 }) });
    const fall = (last: number) =>
      mustDecide(
        cross,
        beat({ last, mark: last, atMs: 10 }),
        makeContext({ nowMs: 10, market: makeMarket(last) }),
      ).state;
    expect(fall(85).positions).toHaveLength(1);
    expect(fall(80.5)).toMatchObject({ positions: [], liquidations: 1 });
  });

  it("funding is paid once for each instant, from the margin when nothing is free", () => {
    const held = holdPosition(485, { context, state: openPortfolio({ opening: 5_000 }) });
    const fund: Command = {
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: dec("0.01"),
      mark: price(100),
      fundingMs: 5,
    };
    const paid = mustDecide(held, fund, makeContext({ nowMs: 6, market: deep }));
    expect(paid.events).toMatchObject([{ paid: money(485) }]);
    expect(paid.state.positions[0]?.extraMargin).toBeLessThan(0n);
    expect(mustDecide(paid.state, fund, makeContext({ nowMs: 7, market: deep })).events).toEqual([]);
    const early: Command = { ...fund, fundingMs: -1 };
    expect(mustDecide(held, early, context).events).toEqual([]);
  });

  it("late funding is paid for what was held then, by one that is gone from what is free", () => {
    const fund: Command = {
      type: "settle-funding",
      symbol: "BTCUSDT",
      rate: dec("0.01"),
      mark: price(100),
      fundingMs: 5,
      held: qty(10),
    };
    const now = makeContext({ nowMs: 60_000, market: deep });
    const grown = mustDecide(holdPosition(20, { context }), fund, now);
    expect(grown.events).toMatchObject([{ paid: money(10), fromMargin: money(0) }]);
    const gone = mustDecide(openPortfolio({ opening: 6 }), fund, now);
    expect(gone.events).toMatchObject([{ paid: money(6), fromMargin: money(0) }]);
    expect(gone.state.balance).toBe(money(0));
    const received = mustDecide(openPortfolio(), { ...fund, held: qty(-10) }, now);
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
    const held = mustDecide(holdPosition(3, { context }), stop, context).state;
    const command: Command = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "c" };
    expect(run(held, command, "c")).toMatchObject({ positions: [], orders: [] });
  });

  it("a reset closes everything and turns away what was meant for the time before", () => {
    const held = holdPosition(3, { context });
    const after = mustDecide(held, { type: "reset", opening: money(10_000) }, context).state;
    expect(after).toMatchObject({ positions: [], orders: [], balance: money(10_000), epoch: held.epoch + 1 });
    expect(refusalOf(after, { ...execute, epoch: held.epoch }, context)).toBe("epoch_passed");
  });

  it("withdraws what was queued when its symbol closes or is halted", () => {
    const queued = mustDecide(openPortfolio(), submit({ side: "buy", kind: "market" }), context).state;
    const closed = makeContext({ market: deep, instrument: makeInstrument({ status: "closed" }) });
    expect(mustDecide(queued, execute, closed).events).toMatchObject([{ reason: "instrument_closed" }]);
    const halted = makeContext({ market: deep, halted: new Set(["BTCUSDT"]) });
    expect(mustDecide(queued, execute, halted).events).toMatchObject([{ reason: "trading_halted" }]);
  });
});
