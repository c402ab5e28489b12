import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import type { AttachedChange } from "@/lib/core/engine/state/change";
import { BYBIT_TOUCH } from "@/tests/support/bybit-touch";
import {
  makeContext,
  makeInstrument,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

const _at = (text: string | number) => ({ price: price(text), by: "last" as const });

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
      expect(rejectionOf(openPortfolio(), command, context)).not.toBeNull();
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
      priceMoved({ last: 101, atMs: 20 }),
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
    const triggered = mustDecide(open, priceMoved({ last: 102, atMs: 20 }), context).state;
    expect(triggered.orders[0]).toMatchObject({ status: "TRIGGERED", queueAhead: qty(7) });
    const amended = mustDecide(
      triggered,
      { type: "amend", orderId: "o1", price: price("100.9") },
      context,
    ).state;
    expect(amended.orders[0]).toMatchObject({
      status: "TRIGGERED",
      price: price("100.9"),
      queueAhead: null,
    });
  });

  it("expires what has outlived its time and rejects what was queued too long", () => {
    const rests = submit({ side: "buy", kind: "limit", price: price(99), expiresAtMs: 500 });
    let state = mustDecide(openPortfolio(), rests, makeContext({})).state;
    state = mustDecide(state, submit({ side: "buy", kind: "market", orderId: "o2" }), makeContext({})).state;
    expect(mustDecide(state, { type: "expire" }, makeContext({ nowMs: 500 })).events).toEqual([]);
    const { events } = mustDecide(state, { type: "expire" }, makeContext({ nowMs: 5_001 }));
    expect(typesOf(events)).toEqual(["order-expired", "order-rejected"]);
  });

  it("expires a resting order behind the path up to its expiry: an earlier price still matches it", () => {
    const at = (nowMs: number, walkedMs: number) =>
      makeContext({ nowMs, market: makeMarket(100, { feed: { offsetMs: 50, walkedMs } }) });
    const order = { kind: "stop-market", side: "buy", trigger: { price: price(105) } } as const;
    const { state } = mustDecide(
      openPortfolio(),
      submit({ ...order, expiresAtMs: 15_000 }),
      at(9_000, 9_050),
    );
    const inGap = at(18_000, 15_049);
    expect(mustDecide(state, { type: "expire" }, inGap).events).toEqual([]);
    const matched = mustDecide(state, priceMoved({ last: 106, atMs: 15_050 }), inGap);
    expect(typesOf(matched.events)).toEqual(["order-triggered", "order-filled"]);
    const late = mustDecide(state, priceMoved({ last: 106, atMs: 15_051 }), inGap);
    expect(typesOf(late.events)).toEqual(["order-expired"]);
    for (const context of [
      at(18_000, 15_050),
      { ...inGap, instruments: new Map([["BTCUSDT", makeInstrument({ status: "closed" })]]) },
    ])
      expect(typesOf(mustDecide(state, { type: "expire" }, context).events)).toEqual(["order-expired"]);
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
    const touch = priceMoved({ last: 99, atMs: 10 });
    expect(mustDecide(open(), touch, makeContext({ nowMs: 10 })).events).toEqual([]);
    expect(
      typesOf(mustDecide(open(), priceMoved({ last: 98.9, atMs: 10 }), makeContext({ nowMs: 10 })).events),
    ).toEqual(["order-filled"]);
    const touched = mustDecide(open(), touch, makeContext({ nowMs: 10, rules: BYBIT_TOUCH })).events;
    expect(touched[0]).toMatchObject({ type: "order-filled", price: price(99), liquidity: "maker" });
  });

  it("never fills worse than its price, however far the print", () => {
    const { events } = mustDecide(open(), priceMoved({ last: 90, atMs: 10 }), makeContext({ nowMs: 10 }));
    expect(events[0]).toMatchObject({ price: price(99) });
  });

  it("doesn't meet what came before it was accepted or amended", () => {
    expect(mustDecide(open(), priceMoved({ last: 98, atMs: 0 }), makeContext({ nowMs: 10 })).events).toEqual(
      [],
    );
    const amend: Command = { type: "amend", orderId: "o1", price: price("99.5") };
    const amended = mustDecide(open(), amend, makeContext({ nowMs: 50 })).state;
    expect(
      mustDecide(amended, priceMoved({ last: 99.4, atMs: 40 }), makeContext({ nowMs: 60 })).events,
    ).toEqual([]);
    expect(
      mustDecide(amended, priceMoved({ last: 99.4, atMs: 60 }), makeContext({ nowMs: 60 })).events,
    ).toHaveLength(1);
  });

  it.each([{ price: price("99.95") }, { qty: qty("0.0001") }, { qty: qty(5_000) }])(
    "an amendment is checked like a new order: %o",
    (change) => {
      expect(
        rejectionOf(open(), { type: "amend", orderId: "o1", ...change }, makeContext({ nowMs: 5 })),
      ).not.toBeNull();
    },
  );

  it("an amendment changes the stop and target that the order brings, and not its place in the queue", () => {
    const at = makeContext({ nowMs: 5 });
    const amend = (attached: AttachedChange): Command => ({ type: "amend", orderId: "o1", attached });
    const stop = (at: number) => ({ price: price(at), by: "last" }) as const;
    const set = mustDecide(open(), amend({ stopLoss: stop(95), takeProfit: stop(110) }), at).state;
    const [before] = open().orders;
    const attached = { stopLoss: stop(95), takeProfit: stop(110) };
    expect(set.orders[0]).toMatchObject({ attached, status: "OPEN", queueAhead: before?.queueAhead });
    expect(mustDecide(set, amend({ stopLoss: stop(95) }), at).events).toEqual([]);
    expect(rejectionOf(set, amend({ stopLoss: stop(100) }), at)).toBe("wrong_side_stop");
    const moved = mustDecide(set, amend({ takeProfit: null }), at).state;
    const filled = mustDecide(moved, priceMoved({ last: 98, atMs: 10 }), makeContext({ nowMs: 10 })).state;
    expect(filled.positions[0]).toMatchObject({ stopLoss: { price: price(95) }, takeProfit: null });
    expect(
      mustDecide(set, amend({ stopLoss: null, takeProfit: null }), at).state.orders[0]?.attached,
    ).toBeNull();
  });

  it("drops points and candles without a price", () => {
    expect(mustDecide(open(), priceMoved({ last: 0, atMs: 10 }), makeContext({ nowMs: 10 })).events).toEqual(
      [],
    );
    const candle = { open: price(99), high: price(99), low: price(0), close: price(99) };
    const path = { kind: "candle" as const, candle, previousClose: null, startMs: 60_000 };
    const command: Command = { type: "price-moved", symbol: "BTCUSDT", path };
    expect(mustDecide(open(), command, makeContext({ nowMs: 120_000 })).events).toEqual([]);
  });
});
