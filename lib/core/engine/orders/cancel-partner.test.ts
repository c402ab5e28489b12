import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, fromNumber, ZERO } from "@/lib/core/decimal";
import { assertInvariants } from "@/lib/core/engine/assert-invariants";
import type { Command } from "@/lib/core/engine/commands";
import { decide, decideTogether } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { ocoOrderId } from "@/lib/core/order-groups/oco-pair";
import {
  holdPosition,
  makeContext,
  makeMarket,
  mustDecide,
  openPortfolio,
  price,
  priceMoved,
  qty,
  submit,
  typesOf,
} from "@/tests/support/engine-fixtures";

const LIMIT = ocoOrderId("a", "limit");
const STOP = ocoOrderId("a", "stop");
/** Without a book: fills of the path have the quantity that traded there. */
const at = (nowMs: number) => makeContext({ nowMs, market: makeMarket(100, { bids: [], asks: [] }) });

/** A pair of sells: a limit above the market and a stop below it. */
function placePair(state: PortfolioState, reduceOnly: boolean): PortfolioState {
  const common = { side: "sell", qty: qty(1), reduceOnly } as const;
  const decision = decideTogether(
    state,
    [
      submit({ ...common, orderId: LIMIT, kind: "limit", price: price(101) }),
      submit({ ...common, orderId: STOP, kind: "stop-market", trigger: { price: price(99) } }),
    ],
    at(10),
  );
  if (!decision.ok) throw new Error(decision.reason);
  return decision.state;
}

function candleMoved([open, high, low, close]: readonly number[], startMs: number): Command {
  const [o, h, l, c] = [open, high, low, close].map((value) => price(value ?? 0));
  if (o === undefined || h === undefined || l === undefined || c === undefined)
    throw new Error("four prices");
  const candle = { open: o, high: h, low: l, close: c };
  return {
    type: "price-moved",
    symbol: "BTCUSDT",
    path: { kind: "candle", candle, previousClose: price(100), startMs },
  } as Command;
}

/** Quantity that the pair's orders have traded. */
function filledOf(events: readonly PortfolioEvent[]): Map<string, Decimal> {
  const filled = new Map<string, Decimal>();
  for (const event of events) {
    if (event.type !== "order-filled" || !event.orderId.startsWith("oco:")) continue;
    filled.set(event.orderId, ((filled.get(event.orderId) ?? ZERO) + event.qty) as Decimal);
  }
  return filled;
}

describe("a pair of which one cancels the other", () => {
  it("never fills both within one publication that reaches both prices", () => {
    const moved = priceMoved({ last: 102, qty: 5, atMs: 20 }, { last: 98, qty: 5, atMs: 21 });
    const decision = mustDecide(placePair(holdPosition(3), false), moved, at(30));
    expect(typesOf(decision.events)).toEqual(["order-filled", "order-cancelled"]);
    expect(decision.events[1]).toMatchObject({ orderId: STOP, reason: "oco" });
    expect(decision.state.orders).toEqual([]);
  });

  it("loses its limit when the stop is triggered, before the stop fills", () => {
    const moved = priceMoved({ last: 98, qty: 5, atMs: 20 }, { last: 102, qty: 5, atMs: 21 });
    const decision = mustDecide(placePair(holdPosition(3), false), moved, at(30));
    expect(typesOf(decision.events).slice(0, 2)).toEqual(["order-triggered", "order-cancelled"]);
    expect(decision.events[1]).toMatchObject({ orderId: LIMIT, reason: "oco" });
    expect([...filledOf(decision.events).keys()]).toEqual([STOP]);
  });

  it("ends whole when the trader cancels one", () => {
    const decision = mustDecide(placePair(holdPosition(3), true), { type: "cancel", orderId: STOP }, at(20));
    expect(decision.events).toMatchObject([
      { orderId: STOP, reason: "requested" },
      { orderId: LIMIT, reason: "oco" },
    ]);
  });

  it("keeps the rest of a limit that has filled in part", () => {
    const moved = priceMoved({ last: 102, qty: "0.4", atMs: 20 });
    const partly = mustDecide(placePair(holdPosition(3), false), moved, at(30)).state;
    expect(partly.orders.map(({ id, filled }) => [id, filled])).toEqual([[LIMIT, qty("0.4")]]);
    const later = mustDecide(partly, priceMoved({ last: 103, qty: 5, atMs: 40 }), at(50));
    expect(filledOf(later.events).get(LIMIT)).toBe(qty("0.6"));
  });

  it("fills one of its orders at most, and never more than its size, along any path", () => {
    const last = fc.integer({ min: 960, max: 1040 }).map((tenths) => tenths / 10);
    const point = fc.record({ last, traded: fc.integer({ min: 0, max: 20 }) });
    const points = fc.array(point, { minLength: 1, maxLength: 6 });
    const candle = fc.array(last, { minLength: 4, maxLength: 4 });
    const path = fc.oneof(points, candle);
    const run = fc.record({
      paths: fc.array(path, { minLength: 1, maxLength: 6 }),
      reduceOnly: fc.boolean(),
    });
    fc.assert(
      fc.property(run, fc.integer({ min: 0, max: 3 }), ({ paths, reduceOnly }, held) => {
        const start = held === 0 ? openPortfolio() : holdPosition(held);
        let state = held === 0 && reduceOnly ? holdPosition(1) : start;
        state = placePair(state, reduceOnly);
        const events: PortfolioEvent[] = [];
        for (const [index, item] of paths.entries()) {
          const decision = decide(state, toCommand(item, (index + 1) * 60_000), at((index + 2) * 60_000));
          expect(decision.ok).toBe(true);
          events.push(...decision.events);
          state = decision.state;
          assertInvariants(state);
        }
        const filled = filledOf(events);
        expect(filled.size).toBeLessThanOrEqual(1);
        for (const amount of filled.values()) expect(amount <= fromNumber(1)).toBe(true);
      }),
    );
  });
});

type Path = number[] | { last: number; traded: number }[];

function toCommand(path: Path, startMs: number): Command {
  const [first] = path;
  if (typeof first === "number") {
    const [open = 0, a = 0, b = 0, close = 0] = path as number[];
    return candleMoved([open, Math.max(open, a, b, close), Math.min(open, a, b, close), close], startMs);
  }
  const points = (path as { last: number; traded: number }[]).map(({ last, traded }, index) => ({
    last,
    qty: traded / 10,
    atMs: startMs + index,
  }));
  return priceMoved(...points);
}
