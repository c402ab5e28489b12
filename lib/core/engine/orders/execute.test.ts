import { describe, expect, it } from "vitest";
import { formatDecimal } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import {
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
  rejectionOf,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

const execute: Command = { type: "execute", orderId: "o1" };
const _at = (text: string | number) => ({ price: price(text), by: "last" as const });

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

  it("doesn't take the same liquidity twice; what the venue adds is available", () => {
    const context = makeContext({ market: thin });
    const first = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market", qty: qty(2) }),
      context,
    ).state;
    const withPosition = mustDecide(first, execute, context).state;
    const again = submit({ side: "buy", kind: "market", qty: qty(1), orderId: "o2" });
    const second = mustDecide(
      mustDecide(withPosition, again, context).state,
      { type: "execute", orderId: "o2" },
      context,
    );
    expect(second.events[0]).toMatchObject({ price: price("100.2") });
    const fresh = makeContext({ market: makeMarket(100, { asks: [[100.1, 3]] }) });
    const third = mustDecide(
      mustDecide(withPosition, again, fresh).state,
      { type: "execute", orderId: "o2" },
      fresh,
    );
    expect(third.events[0]).toMatchObject({ price: price("100.1") });
    const smaller = makeContext({ market: makeMarket(100, { asks: [[100.1, 1]] }) });
    expect(rejectionOf(withPosition, again, smaller)).toBe("no_liquidity");
  });

  it("waits without fresh data, and asks to be tried again", () => {
    const queued = mustDecide(
      openPortfolio(),
      submit({ side: "buy", kind: "market" }),
      makeContext({ nowMs: 1_000 }),
    ).state;
    const silent = makeContext({ nowMs: 4_000, market: makeMarket(100, { heardAtMs: 1_000 }) });
    expect(rejectionOf(queued, execute, silent)).toBe("market_data_stale");
    expect(rejectionOf(queued, execute, makeContext({ nowMs: 4_000, market: null }))).toBe(
      "market_data_stale",
    );
  });

  it("is filled once: a second execution finds nothing to do", () => {
    const context = makeContext({});
    const queued = mustDecide(openPortfolio(), submit({ side: "buy", kind: "market" }), context).state;
    const filled = mustDecide(queued, execute, context).state;
    expect(rejectionOf(filled, execute, context)).toBe("order_not_open");
  });

  it("leaves an order that is already open as it is when it is sent again", () => {
    const context = makeContext({});
    const order = submit({ side: "buy", kind: "limit", price: price(99) });
    const open = mustDecide(openPortfolio(), order, context).state;
    expect(mustDecide(open, order, context)).toMatchObject({ events: [], state: open });
  });
});
