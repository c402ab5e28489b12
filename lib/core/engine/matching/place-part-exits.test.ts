import { describe, expect, it } from "vitest";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
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

  it("of a limit order come with each of its fills", () => {
    const order = submit({
      orderId: "o1",
      side: "buy",
      kind: "limit",
      price: price(99),
      qty: qty(3),
      attached: { stopLoss: STOP, part: { stopLimit: null, targetLimit: null } },
    });
    let { state } = mustDecide(openPortfolio(), order, at(100));
    for (const [atMs, size] of [
      [10, 1],
      [20, 2],
    ] as const) {
      const point = priceMoved({ last: "98.9", qty: size, atMs });
      state = mustDecide(state, point, at(98.9, atMs)).state;
    }
    expect(state.positions[0]?.qty).toBe(qty(3));
    expect(state.orders.map((one) => one.qty)).toEqual([qty(1), qty(2)]);
  });
});
