import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDecimal, ZERO } from "@/lib/core/decimal";
import type { OrderRequest } from "@/lib/core/engine/commands";
import { type OrderSimulation, simulateOrder } from "@/lib/core/engine/orders/simulate-order";
import { calculateSimulationFigures } from "@/lib/core/engine/orders/simulation-figures";
import { findPosition } from "@/lib/core/engine/state/state";
import {
  holdPosition,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
} from "@/tests/support/engine-fixtures";

const thin = makeMarket(100, {
  asks: [
    [100.1, 2],
    [100.2, 3],
  ],
});
const order = (over: Partial<OrderRequest> = {}): OrderRequest => ({
  orderId: "o1",
  symbol: "BTCUSDT",
  side: "buy",
  kind: "market",
  qty: qty(4),
  ...over,
});

function mustSimulate(result: OrderSimulation): Extract<OrderSimulation, { ok: true }> {
  if (!result.ok) throw new Error(`Rejected: ${result.reason}.`);
  return result;
}

describe("a simulated order", () => {
  it("ends as the real one does when the next book is the present one", () => {
    const sizes = fc.integer({ min: 60, max: 8_000 });
    const kinds = fc.constantFrom<Partial<OrderRequest>>(
      { kind: "market" },
      { kind: "limit", price: price("100.1") },
      { kind: "limit", price: price("99") },
      { kind: "limit", price: price("100.2"), timeInForce: "IOC" },
    );
    fc.assert(
      fc.property(sizes, kinds, fc.constantFrom("buy" as const, "sell" as const), (size, kind, side) => {
        const state = openPortfolio();
        const context = makeContext({ market: thin });
        const request = order({ ...kind, side, qty: qty((size / 1_000).toFixed(3)) });
        const accepted = mustDecide(state, { type: "submit", order: request }, context);
        const isQueued = accepted.state.orders.some(({ status }) => status === "QUEUED");
        const real = isQueued
          ? mustDecide(accepted.state, { type: "execute", orderId: "o1" }, context)
          : accepted;
        const simulated = simulateOrder(state, request, context);
        const isRejected = real.events.some(({ type }) => type === "order-rejected");
        expect(simulated.ok).toBe(!isRejected);
        if (simulated.ok) expect(simulated.state).toEqual(real.state);
      }),
      { numRuns: 200 },
    );
  });

  it("is executed by a book from before its acceptance, which a real order never is", () => {
    const old = { ...thin, tickMs: 900, bookMs: 900 };
    const context = makeContext({ nowMs: 1_000, market: old });
    const { fills, open } = mustSimulate(simulateOrder(openPortfolio(), order(), context));
    expect([fills.length, open]).toEqual([1, null]);
    expect(formatDecimal(fills[0]?.price ?? ZERO)).toBe("100.15");
  });

  it("counts the open profit of another symbol in a cross account, also where markets are only looked up", () => {
    const start = openPortfolio({ marginMode: "cross", opening: 600, leverage: 10 });
    const state = holdPosition(50, { state: start });
    const instrument = makeInstrument({ symbol: "ETHUSDT" });
    const market = makeMarket(100, { asks: [[100.1, 100]] });
    const one = makeContext({ market, nowMs: 1_000, instrument });
    const instruments = new Map([...makeContext({}).instruments, ...one.instruments]);
    const risen = { ...makeMarket(120), tickMs: 1_000, bookMs: 1_000 };
    const markets = {
      get: (symbol: string) => (symbol === "BTCUSDT" ? risen : one.markets.get(symbol)),
    };
    const context = { ...one, instruments, markets };
    const { fills, state: after } = mustSimulate(
      simulateOrder(state, order({ symbol: "ETHUSDT", qty: qty(20) }), context),
    );
    expect(fills.map(({ qty: size }) => size)).toEqual([qty(20)]);
    expect(findPosition(after, "ETHUSDT")?.qty).toBe(qty(20));
  });

  it("is rejected for the reasons of a real one, and at an old market", () => {
    const context = makeContext({ market: thin });
    const reasonOf = (request: OrderRequest, at = context) => {
      const result = simulateOrder(openPortfolio(), request, at);
      return result.ok ? null : result.reason;
    };
    expect(reasonOf(order({ qty: qty("0.0001") }))).toBe("qty_off_step");
    expect(reasonOf(order({ qty: qty(4), side: "sell", reduceOnly: true }))).toBe("reduce_only_would_open");
    const stale = makeContext({ nowMs: 600_000, market: { ...thin, tickMs: 1, bookMs: 1 } });
    expect(reasonOf(order(), stale)).toBe("market_data_stale");
  });
});

describe("its figures", () => {
  const figuresOf = (request: OrderRequest, state = openPortfolio()) => {
    const context = makeContext({ market: thin });
    const result = mustSimulate(simulateOrder(state, request, context));
    return { ...calculateSimulationFigures(state, result, context), result, context };
  };

  it("of a market order: average price, fee, and a loss that includes both fees", () => {
    const attached = { stopLoss: { price: price(95), by: "last" as const } };
    const { entry, fee, lossAtStop, leverage, result } = figuresOf(order({ attached }));
    expect([formatDecimal(entry ?? ZERO), formatDecimal(leverage)]).toEqual(["100.15", "10"]);
    expect(fee).toBe(result.fills[0]?.fee);
    // 4 × (100.15 − 95), and 0.055 % of 400.6 and of 380.
    expect(formatDecimal(lossAtStop ?? ZERO)).toBe("21.02933");
  });

  it("of a resting order: the maker's fee for all of it, and its margin", () => {
    const { entry, fee, margin, filled, result, context } = figuresOf(
      order({ kind: "limit", price: price(99) }),
    );
    expect([filled, entry]).toEqual([ZERO, price(99)]);
    expect(formatDecimal(fee)).toBe("0.0792");
    expect(margin).toBe(context.rules.orderMargin(result.state, context));
  });

  it("of an opposite order: only the part beyond the position needs margin", () => {
    const held = holdPosition(1);
    const all = figuresOf(order({ side: "sell", qty: qty(1) }), held);
    expect([all.margin, findPosition(all.result.state, "BTCUSDT")]).toEqual([ZERO, null]);
    const flip = figuresOf(order({ side: "sell", qty: qty(2) }), held);
    expect(flip.margin).toBeGreaterThan(money(9));
    expect(flip.margin).toBeLessThan(money(11));
  });
});
