import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OrderRequest } from "@/lib/core/engine/commands";
import type { OpenRoundTrip } from "@/lib/core/engine/positions/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { upcastRoundTrip } from "@/lib/core/engine/state/upcast-round-trip";
import {
  holdPosition,
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  qty,
  submit,
} from "@/tests/support/engine-fixtures";

/** A market in which `side` fills at `last`, deep enough for all. */
const at = (last: number, side: "buy" | "sell" = "buy") => {
  const [bid, ask] = side === "buy" ? [last - 0.1, last] : [last, last + 0.1];
  const level = (value: number) => [value.toFixed(1), 9_999] as const;
  return makeContext({ market: makeMarket(last, { bids: [level(bid)], asks: [level(ask)] }) });
};
const stopAt = (stop: number): OrderRequest["attached"] => ({
  stopLoss: { price: price(stop), by: "last" },
  takeProfit: null,
});
let made = 0;

function enter(state: PortfolioState, size: number, last: number, attached?: OrderRequest["attached"]) {
  made += 1;
  const orderId = `e${made}`;
  const side = size > 0 ? "buy" : "sell";
  const order = submit({ orderId, side, kind: "market", qty: qty(Math.abs(size)), attached });
  const context = at(last, side);
  return mustDecide(mustDecide(state, order, context).state, { type: "execute", orderId }, context).state;
}

function setStop(state: PortfolioState, stop: number | null, last: number): PortfolioState {
  const stopLoss = stop === null ? null : { price: price(stop), by: "last" as const };
  const command = { type: "set-position-stops", symbol: "BTCUSDT", stopLoss, takeProfit: null } as const;
  return mustDecide(state, command, at(last)).state;
}

function tradeOf(state: PortfolioState): OpenRoundTrip {
  const position = findPosition(state, "BTCUSDT");
  if (position === null) throw new Error("There is no position.");
  return position.roundTrip;
}

const start = () => openPortfolio({ opening: 100_000, leverage: 1 });

describe("K14: each entry counts by the stop that stood when it was made", () => {
  it("adds at a stop that was moved up: 5 + 5 = 10", () => {
    let state = enter(start(), 1, 100, stopAt(95));
    state = setStop(state, 115, 120);
    state = enter(state, 1, 120);
    expect(tradeOf(state)).toMatchObject({ risk: money(10), unprotectedQty: 0n });
  });

  it("adds at a stop that was moved down: 5 + 10 = 15", () => {
    let state = enter(start(), 1, 100, stopAt(95));
    state = setStop(state, 70, 85);
    state = enter(state, 1, 80);
    expect(tradeOf(state).risk).toBe(money(15));
  });

  it("the same short", () => {
    let state = enter(start(), -1, 100, stopAt(105));
    state = setStop(state, 85, 80);
    state = enter(state, -1, 80);
    expect(tradeOf(state).risk).toBe(money(10));
    expect(tradeOf(enter(enter(start(), -1, 100, stopAt(105)), -2, 90)).risk).toBe(money(5 + 30));
  });

  it("an add's own stop counts where the position has none, and leaves one that stands", () => {
    const state = enter(enter(start(), 1, 100, stopAt(95)), 1, 120, stopAt(115));
    expect(state.positions[0]?.stopLoss?.price).toBe(price(95));
    expect(tradeOf(state).risk).toBe(money(5 + 25));
    const bare = setStop(enter(start(), 1, 100, stopAt(95)), null, 100);
    expect(tradeOf(enter(bare, 1, 120, stopAt(115))).risk).toBe(money(10));
  });

  it("is frozen: later stops, exits and a stop in profit change nothing", () => {
    const withPosition = enter(start(), 2, 100, stopAt(95));
    for (const stop of [99, 80, 105]) expect(tradeOf(setStop(withPosition, stop, 110)).risk).toBe(money(10));
    expect(tradeOf(setStop(withPosition, null, 110)).risk).toBe(money(10));
    expect(tradeOf(enter(withPosition, -1, 110)).risk).toBe(money(10));
  });
});

describe("an entry without a stop", () => {
  it("counts by the first later stop that would lose; until then the trade has no stake", () => {
    const withPosition = enter(start(), 2, 100);
    expect(tradeOf(withPosition)).toMatchObject({ risk: 0n, unprotectedQty: qty(2) });
    const inProfit = setStop(withPosition, 105, 110);
    expect(tradeOf(inProfit)).toMatchObject({ risk: 0n, unprotectedQty: qty(2), initialStop: price(105) });
    expect(tradeOf(setStop(inProfit, 90, 110))).toMatchObject({ risk: money(20), unprotectedQty: 0n });
  });

  it("added while the stop was taken off waits for the next one", () => {
    const first = setStop(enter(start(), 1, 100, stopAt(95)), null, 100);
    const added = enter(first, 1, 110);
    expect(tradeOf(added)).toMatchObject({ risk: money(5), unprotectedQty: qty(1) });
    expect(tradeOf(setStop(added, 108, 111))).toMatchObject({ risk: money(7), unprotectedQty: 0n });
  });
});

it("a trade begins with no stake after a flip, whatever stop stood before", () => {
  const flipped = enter(holdPosition(1, { state: start(), attached: stopAt(95) }), -3, 100);
  expect(tradeOf(flipped)).toMatchObject({ side: "short", risk: 0n, unprotectedQty: qty(2) });
});

it("a stored trade without a stake has the average entry against the first stop", () => {
  const { risk, unprotectedQty, unprotectedValue, ...stored } = tradeOf(enter(start(), 2, 100, stopAt(95)));
  expect(upcastRoundTrip(stored)).toEqual({ ...stored, risk, unprotectedQty, unprotectedValue });
  expect(upcastRoundTrip({ ...stored, initialStop: price(101) })).toMatchObject({ unprotectedQty: qty(2) });
});

it("the stake is the sum over entries, whatever the order of entries and stops", () => {
  const step = fc.record({ size: fc.integer({ min: 1, max: 5 }), stop: fc.integer({ min: 50, max: 99 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      let state = start();
      let expected = 0;
      for (const { size, stop } of steps) {
        state = findPosition(state, "BTCUSDT") ? setStop(state, stop, 100) : state;
        state = enter(state, size, 100, expected === 0 ? stopAt(stop) : undefined);
        expected += size * (100 - stop);
      }
      expect(tradeOf(state).risk).toBe(money(expected));
    }),
    { numRuns: 50 },
  );
});
