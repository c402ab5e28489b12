import { describe, expect, it } from "vitest";
import type { Command } from "@/lib/core/engine/commands";
import {
  dec,
  holdPosition,
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  rejectionOf,
  submit,
} from "@/tests/support/engine-fixtures";

const execute = { type: "execute", orderId: "o1" } as const;
const close = { type: "close-position", symbol: "BTCUSDT", fraction: dec(1), orderId: "o1" } as const;

describe.each(["*", "BTCUSDT"])("a halt of %s", (symbol) => {
  const halted = makeContext({ halted: new Set([symbol]) });
  const exits = { ...halted, exitsAllowed: new Set([symbol]) };
  const fall = (...prices: number[]): Command =>
    priceMoved(...prices.map((last, at) => ({ last, atMs: 10 + at })));
  const candle: Command = {
    type: "price-moved",
    symbol: "BTCUSDT",
    path: {
      kind: "candle",
      candle: { open: price(100), high: price(100), low: price(50), close: price(60) },
      previousClose: price(100),
      startMs: 10,
    },
  };

  it("lets no path fill, stop or liquidate, and the same path does so afterwards", () => {
    const limit = submit({ side: "buy", kind: "limit", price: price(99) });
    const stop = { attached: { stopLoss: { price: price(98), by: "last" } } } as const;
    const waiting = mustDecide(holdPosition(1, stop), limit, makeContext({})).state;
    for (const path of [fall(98.5, 97, 50), candle]) {
      expect(rejectionOf(waiting, path, halted)).toBe("trading_halted");
      expect(rejectionOf(waiting, path, exits)).toBe("trading_halted");
      expect(mustDecide(waiting, path, makeContext({})).events.length).toBeGreaterThan(2);
    }
  });

  it("takes and executes no order, exits neither", () => {
    for (const command of [submit({ side: "buy", kind: "market" }), close]) {
      expect(rejectionOf(holdPosition(1), command, halted)).toBe("trading_halted");
    }
    const queued = mustDecide(holdPosition(1), close, makeContext({})).state;
    expect(mustDecide(queued, execute, halted).events).toMatchObject([
      { type: "order-rejected", reason: "trading_halted" },
    ]);
  });

  it("lets exits go on where the operator allows them, and nothing that opens", () => {
    const queued = mustDecide(holdPosition(1), close, exits).state;
    expect(mustDecide(queued, execute, exits).state.positions).toEqual([]);
    const opening = [
      submit({ side: "buy", kind: "market" }),
      submit({ side: "sell", kind: "market", qty: qty(2) }),
      { type: "reverse-position", symbol: "BTCUSDT", orderId: "o1" } as const,
    ];
    for (const command of opening)
      expect(rejectionOf(holdPosition(1), command, exits)).toBe("trading_halted");
    expect(rejectionOf(openPortfolio(), submit({ side: "buy", kind: "market" }), exits)).toBe(
      "trading_halted",
    );
  });

  it("does not keep an exit that is allowed waiting for the path that stands still", () => {
    const market = makeMarket(100, { feed: { offsetMs: 0, walkedMs: 0 } });
    const late = {
      ...makeContext({ nowMs: 60_000, market }),
      halted: exits.halted,
      exitsAllowed: exits.exitsAllowed,
    };
    const queued = mustDecide(holdPosition(1), close, late).state;
    expect(mustDecide(queued, execute, late).state.positions).toEqual([]);
  });
});
