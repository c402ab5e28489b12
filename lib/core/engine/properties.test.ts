import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { abs } from "@/lib/core/decimal";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import {
  holdPosition,
  makeContext,
  makeMarket,
  money,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  submit,
} from "@/tests/support/engine-fixtures";

const at = (last: number) =>
  makeContext({
    market: makeMarket(last, {
      bids: [[(last - 0.1).toFixed(1), 9_999]],
      asks: [[(last + 0.1).toFixed(1), 9_999]],
    }),
  });
let made = 0;

/** Market orders one after the other, each filled immediately; positive sizes buy. */
function trade(state: PortfolioState, steps: readonly { last: number; size: number }[]): PortfolioState {
  return steps.reduce((before, { last, size }) => {
    made += 1;
    const orderId = `t${made}`;
    const order = submit({
      orderId,
      side: size > 0 ? "buy" : "sell",
      kind: "market",
      qty: qty(Math.abs(size)),
    });
    return mustDecide(mustDecide(before, order, at(last)).state, { type: "execute", orderId }, at(last))
      .state;
  }, state);
}

/** All but the times of the decisions. */
function outcomeOf(state: PortfolioState) {
  return {
    ledger: state.ledger,
    liquidations: state.liquidations,
    positions: state.positions.map(({ qty, cost, stopLoss, takeProfit }) => [
      qty,
      cost,
      stopLoss?.price,
      takeProfit?.price,
    ]),
    orders: state.orders.map(({ id, filled, status, trail }) => [id, filled, status, trail?.extreme]),
  };
}

const rich = () => openPortfolio({ opening: 10_000_000 });
const size = fc.integer({ min: 1, max: 50 });
const last = fc.integer({ min: 50, max: 150 });

describe("properties", () => {
  it("money is conserved: equity = opening + realised + open profit - fees", () => {
    const steps = fc.array(
      fc.record({
        last,
        size: fc.oneof(
          size,
          size.map((value) => -value),
        ),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(steps, last, (moves, mark) => {
        const state = trade(rich(), moves);
        const { realised, fees, opening } = state.ledger;
        const open = state.positions.reduce(
          (sum, item) =>
            sum + (item.qty * price(mark)) / 10n ** 18n - (item.qty > 0n ? item.cost : -item.cost),
          0n,
        );
        expect(
          abs((calculateEquity(state, at(mark)) - (opening + realised - fees + open)) as typeof realised),
        ).toBeLessThanOrEqual(2n);
      }),
      { numRuns: 60 },
    );
  });

  it("a round trip at one price never gains", () => {
    fc.assert(
      fc.property(size, last, fc.boolean(), (amount, where, buys) => {
        const sign = buys ? 1 : -1;
        const state = trade(rich(), [
          { last: where, size: sign * amount },
          { last: where, size: -sign * amount },
        ]);
        expect(state.positions).toEqual([]);
        expect(state.balance).toBeLessThan(money(10_000_000));
      }),
      { numRuns: 60 },
    );
  });

  it("a flip is a close and an open", () => {
    fc.assert(
      fc.property(size, size, last, last, (initial, over, first, second) => {
        const opened = trade(rich(), [{ last: first, size: initial }]);
        const flipped = trade(opened, [{ last: second, size: -(initial + over) }]);
        const apart = trade(opened, [
          { last: second, size: -initial },
          { last: second, size: -over },
        ]);
        expect(flipped.balance).toBe(apart.balance);
        expect(flipped.positions[0]).toMatchObject({
          qty: apart.positions[0]?.qty,
          cost: apart.positions[0]?.cost,
        });
      }),
      { numRuns: 60 },
    );
  });

  it("a larger position holds more margin, a higher leverage less", () => {
    fc.assert(
      fc.property(size, fc.integer({ min: 1, max: 49 }), (amount, leverage) => {
        const margin = (quantity: number, at50: number) => {
          const state = trade(openPortfolio({ opening: 10_000_000, leverage: at50 }), [
            { last: 100, size: quantity },
          ]);
          return state.balance - at(100).rules.freeMargin(state, at(100));
        };
        expect(margin(amount + 1, leverage)).toBeGreaterThan(margin(amount, leverage));
        expect(margin(amount, leverage + 1)).toBeLessThan(margin(amount, leverage));
      }),
      { numRuns: 40 },
    );
  });

  it("a path gives the same in one publication as in several", () => {
    const path = fc.array(fc.record({ last, mark: last }), { minLength: 2, maxLength: 10 });
    fc.assert(
      fc.property(path, fc.nat(9), fc.integer({ min: 80, max: 99 }), (points, cut, stop) => {
        const attached = {
          stopLoss: { price: price(stop), by: "last" as const },
          takeProfit: { price: price(120), by: "mark" as const },
        };
        const limit = submit({ orderId: "l", side: "buy", kind: "limit", price: price(90), qty: qty(2) });
        const trail = submit({
          orderId: "t",
          side: "sell",
          kind: "trailing-stop",
          trail: { distance: price(7) },
          reduceOnly: true,
          qty: qty(1),
        });
        const state = openPortfolio({ opening: 10_000_000, leverage: 4 });
        let start = holdPosition(3, { context: at(100), attached, state });
        for (const command of [limit, trail]) start = mustDecide(start, command, at(100)).state;
        const timed = points.map((point, index) => ({ ...point, atMs: 10 + index }));
        // The points of an interval are decided once its last price is known.
        const walk = (state: PortfolioState, part: typeof timed) => {
          const nowMs = part.at(-1)?.atMs;
          return nowMs === undefined
            ? state
            : mustDecide(state, priceMoved(...part), { ...at(100), nowMs }).state;
        };
        const whole = walk(start, timed);
        const halves = walk(walk(start, timed.slice(0, cut)), timed.slice(cut));
        expect(outcomeOf(halves)).toEqual(outcomeOf(whole));
      }),
      { numRuns: 80 },
    );
  });

  it("liquidation never costs more than the margin of the position", () => {
    fc.assert(
      fc.property(
        size,
        fc.integer({ min: 2, max: 100 }),
        fc.integer({ min: 1, max: 60 }),
        (amount, leverage, crash) => {
          const opened = trade(openPortfolio({ leverage }), [{ last: 100, size: amount }]);
          const context = { ...at(100), nowMs: 20 };
          const [position] = opened.positions;
          const instrument = context.instruments.get("BTCUSDT");
          if (!position || !instrument) throw new Error("There is no position.");
          const margin = context.rules.positionMargin(position, instrument);
          const { state } = mustDecide(opened, priceMoved({ last: crash, mark: crash, atMs: 10 }), context);
          if (state.liquidations === 0) return;
          expect(opened.balance - state.balance).toBeLessThanOrEqual(margin + 1_000n);
        },
      ),
      { numRuns: 60 },
    );
  });
});
