import { describe, expect, it } from "vitest";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  rejectionOf,
  submit,
} from "@/tests/support/engine-fixtures";

const at = (last: number, nowMs = 0) =>
  makeContext({
    nowMs,
    market: makeMarket(last, {
      bids: [[(last - 0.1).toFixed(1), 1000]],
      asks: [[(last + 0.1).toFixed(1), 1000]],
    }),
  });
const STOP = { price: price(95), by: "last" } as const;
const TARGET = { price: price(105), by: "last" } as const;

/** A long position of 2 whose last part of 1 brought these exits. */
function open(
  attached: { stopLoss?: typeof STOP; takeProfit?: typeof TARGET },
  targetLimit: number | null = null,
) {
  const orders = [
    { orderId: "o1", side: "buy", kind: "market" },
    {
      orderId: "o2",
      side: "buy",
      kind: "market",
      attached: {
        ...attached,
        part: { stopLimit: null, targetLimit: targetLimit === null ? null : price(targetLimit) },
      },
    },
  ] as const;
  return orders.reduce<PortfolioState>((state, order) => {
    const queued = mustDecide(state, submit(order), at(100)).state;
    return mustDecide(queued, { type: "execute", orderId: order.orderId }, at(100)).state;
  }, openPortfolio());
}

const entry = (attached: { stopLoss?: typeof STOP; takeProfit?: typeof TARGET }, orderId = "o1", size = 3) =>
  submit({
    orderId,
    side: "buy",
    kind: "limit",
    price: price(99),
    qty: qty(size),
    attached: { ...attached, part: { stopLimit: null, targetLimit: null } },
  });
const fillAt = (state: PortfolioState, size: number, atMs: number) =>
  mustDecide(state, priceMoved({ last: "98.9", qty: size, atMs }), at(98.9, atMs)).state;

describe("stop and target of a part", () => {
  it("are reduce-only orders of the quantity of the fill; the position has none", () => {
    const state = open({ stopLoss: STOP, takeProfit: TARGET }, 106);
    expect(
      state.orders.map(({ kind, qty: size, price: limit, reduceOnly }) => [kind, size, limit, reduceOnly]),
    ).toEqual([
      ["stop-market", qty(1), null, true],
      ["take-profit-limit", qty(1), price(106), true],
    ]);
    expect(state.positions[0]).toMatchObject({ qty: qty(2), stopLoss: null, takeProfit: null });
  });

  it("end each other: the target closes its part and cancels the stop", () => {
    const state = open({ stopLoss: STOP, takeProfit: TARGET });
    const { state: after } = mustDecide(state, priceMoved({ last: 105, atMs: 10 }), at(105, 20));
    expect(after.positions[0]?.qty).toBe(qty(1));
    expect(after.orders).toEqual([]);
  });

  it("a stop alone closes its part", () => {
    const state = open({ stopLoss: STOP });
    expect(state.orders).toHaveLength(1);
    const { state: after } = mustDecide(state, priceMoved({ last: 95, atMs: 10 }), at(95, 20));
    expect(after.positions[0]?.qty).toBe(qty(1));
    expect(after.orders).toEqual([]);
  });

  it("of a limit order grow with its fills, and every fill counts in the risk of the trade", () => {
    let { state } = mustDecide(openPortfolio(), entry({ stopLoss: STOP, takeProfit: TARGET }), at(100));
    state = fillAt(fillAt(state, 1, 10), 0.5, 20);
    expect(state.orders.map((one) => one.qty)).toEqual([qty(3), qty("1.5"), qty("1.5")]);
    expect(state.positions[0]?.roundTrip).toMatchObject({
      initialStop: price(95),
      risk: money(6),
      unprotectedQty: 0n,
    });
    // What is stopped out is over: the next fill brings exits of its own.
    state = mustDecide(state, priceMoved({ last: 94.9, qty: 0.5, atMs: 30 }), at(94.9, 30)).state;
    expect(state.positions).toEqual([]);
    state = fillAt(state, 0.5, 40);
    expect(state.orders.map((one) => [one.kind, one.qty])).toEqual([
      ["limit", qty(3)],
      ["stop-market", qty("0.5")],
      ["take-profit-market", qty("0.5")],
    ]);
    expect(new Set(state.orders.map(({ id }) => id)).size).toBe(3);
  });

  it("are at most twenty in a symbol, and leave the other conditional orders their own limit", () => {
    let state = openPortfolio();
    for (let count = 0; count < 10; count += 1) {
      const order = { stopLoss: STOP, takeProfit: TARGET };
      state = mustDecide(state, entry(order, `o${count}`, 0.1), at(100)).state;
    }
    expect(rejectionOf(state, entry({ stopLoss: STOP }, "more", 0.1), at(100))).toBe("too_many_open_orders");
    for (let count = 0; count < 10; count += 1) state = fillAt(state, 0.1, 10 + count);
    expect(state.orders).toHaveLength(20);
    const own = submit({ orderId: "own", side: "buy", kind: "stop-market", trigger: { price: price(110) } });
    expect(rejectionOf(state, own, at(100, 40))).toBeNull();
  });
});
