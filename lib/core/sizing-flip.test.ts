import fc from "fast-check";
import { expect, it } from "vitest";
import {
  abs,
  type Decimal,
  type Money,
  mul,
  notional,
  type Price,
  parseQty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { decide } from "@/lib/core/engine/decide";
import { calculateOpeningAllowance, type MarginedOrder } from "@/lib/core/engine/margin/margin";
import { remainingQty } from "@/lib/core/engine/orders/order";
import { unrealisedPnl } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { sizeOrder } from "@/lib/core/sizing";
import {
  dec,
  makeContext,
  makeInstrument,
  makeMarket,
  money,
  openPortfolio,
  price,
} from "@/tests/support/engine-fixtures";

/**
 * The size of an order that closes a position and opens the other side, compared with what the engine
 * accepts.
 */

const LEVERAGE = dec(10);
const instrument = makeInstrument();
const terms = { leverage: LEVERAGE, takerRate: instrument.takerRate };

const situation = fc.record({
  isCross: fc.boolean(),
  isLong: fc.boolean(),
  lots: fc.integer({ min: 10, max: 90_000 }),
  /** Of the opposite position's entry, in ticks of 0.1. */
  ticks: fc.integer({ min: 950, max: 1_050 }),
  /** Distance of the stop from the order's price of 100. */
  stopTicks: fc.integer({ min: 5, max: 80 }),
  riskCents: fc.integer({ min: 500, max: 60_000 }),
  /** Resting orders of each side: lots and ticks away from the price. */
  resting: fc.array(
    fc.record({
      isBuy: fc.boolean(),
      lots: fc.integer({ min: 100, max: 20_000 }),
      ticks: fc.integer({ min: 1, max: 30 }),
    }),
    { maxLength: 3 },
  ),
});
type Situation = typeof situation extends fc.Arbitrary<infer T> ? T : never;

const lots = (count: number) => parseQty((count / 1_000).toFixed(3));
const ticks = (count: number) => price((count / 10).toFixed(1));

/** A book without a spread on the side that fills, deep enough for everything. */
function at(last: Price, fills: "bid" | "ask", nowMs: number): Context {
  const tick = instrument.tickSize;
  const [bid, ask] = fills === "ask" ? [last - tick, last] : [last, last + tick];
  const show = (value: bigint) => (Number(value / 10n ** 17n) / 10).toFixed(1);
  const market = makeMarket(show(last), { bids: [[show(bid), 1e9]], asks: [[show(ask), 1e9]] });
  return makeContext({ nowMs, instrument, market });
}

/** Null where the engine rejects. */
function run(state: PortfolioState, command: Command, context: Context): PortfolioState | null {
  const decision = decide(state, command, context);
  return decision.ok ? decision.state : null;
}

/**
 * A portfolio of 1,000 with the opposite position and the resting orders, as far as its margin covers them.
 */
function prepare(one: Situation): PortfolioState | null {
  let state: PortfolioState | null = openPortfolio({
    opening: 1_000,
    leverage: 10,
    marginMode: one.isCross ? "cross" : "isolated",
  });
  const entry = ticks(one.ticks);
  const side = one.isLong ? "sell" : "buy";
  const opening = at(entry, one.isLong ? "bid" : "ask", 0);
  const resting = {
    orderId: "held",
    symbol: instrument.symbol,
    side,
    kind: "market",
    qty: lots(one.lots),
  } as const;
  state = run(state, { type: "submit", order: resting }, opening);
  state = state && run(state, { type: "execute", orderId: "held" }, opening);
  if (state === null || state.positions.length === 0) return null;
  const now = at(price(100), one.isLong ? "ask" : "bid", 1_000);
  for (const [index, order] of one.resting.entries()) {
    const orderId = `resting-${index}`;
    const request = {
      orderId,
      symbol: instrument.symbol,
      side: order.isBuy ? "buy" : "sell",
      kind: "limit",
      price: ticks(1_000 + (order.isBuy ? -order.ticks : order.ticks + 1)),
      qty: lots(order.lots),
    } as const;
    const placed = run(state, { type: "submit", order: request }, now);
    state = (placed && run(placed, { type: "execute", orderId }, now)) ?? state;
  }
  return state;
}

/** The allowance of a flip, from the state and the venue's own free margin. */
function allowanceOf(state: PortfolioState, context: Context, isLong: boolean) {
  const [position] = state.positions;
  if (position === undefined) throw new Error("There is no position.");
  const mark = context.markets.get(instrument.symbol)?.mark ?? position.entryPrice;
  const orders: MarginedOrder[] = state.orders.map((order) => ({
    side: order.side,
    qty: remainingQty(order),
    price: order.price ?? ZERO,
  }));
  const resting = {
    isLong: position.qty > 0n,
    qty: abs(position.qty),
    cost: position.cost,
    margin: BYBIT.positionMargin(position, instrument),
    countedPnl: state.marginMode === "cross" ? unrealisedPnl(position, mark) : ZERO,
  };
  return calculateOpeningAllowance(
    { side: isLong ? "buy" : "sell", price: price(100), freeMargin: BYBIT.freeMargin(state, context) },
    { position: resting, orders },
    terms,
  );
}

function sizeFlip(one: Situation, headroom: { closes: Decimal; allowance: Money }) {
  const stop = ticks(1_000 + (one.isLong ? -one.stopTicks : one.stopTicks));
  return sizeOrder({
    equity: money(1_000),
    freeMargin: headroom.allowance,
    closes: headroom.closes as ReturnType<typeof lots>,
    risk: { amount: money((one.riskCents / 100).toFixed(2)) },
    entry: price(100),
    stop,
    target: null,
    leverage: LEVERAGE,
    instrument,
  });
}

it("a flip is sized by what the engine accepts, with the margin that its close frees", () => {
  const seen = { accepted: 0, rejected: 0, beyondFreeMargin: 0 };
  fc.assert(
    fc.property(situation, (one) => {
      const state = prepare(one);
      if (state === null) return;
      const now = at(price(100), one.isLong ? "ask" : "bid", 2_000);
      const headroom = allowanceOf(state, now, one.isLong);
      const result = sizeFlip(one, headroom);
      if (result.sizing === null || (!result.ok && result.reason !== "insufficient_margin")) return;
      const { qty, opens, margin } = result.sizing;
      expect(sub(qty, opens)).toBe(headroom.closes);
      const order = {
        orderId: "flip",
        symbol: instrument.symbol,
        side: one.isLong ? "buy" : "sell",
        kind: "market",
        qty,
      } as const;
      const queued = run(state, { type: "submit", order }, now);
      const after = queued && run(queued, { type: "execute", orderId: "flip" }, now);
      const isFilled = after?.positions[0]?.qty === (one.isLong ? opens : -opens);
      expect(isFilled).toBe(result.ok);
      if (result.ok) seen.accepted += 1;
      else seen.rejected += 1;
      if (result.ok && margin > BYBIT.freeMargin(state, now)) seen.beyondFreeMargin += 1;
    }),
    { numRuns: 1_500 },
  );
  expect(seen.accepted).toBeGreaterThan(100);
  expect(seen.rejected).toBeGreaterThan(50);
  expect(seen.beyondFreeMargin).toBeGreaterThan(50);
});

it("a flip that is stopped out costs the close, its fee and what the plan says", () => {
  let carriedOut = 0;
  fc.assert(
    fc.property(situation, (drawn) => {
      const one = { ...drawn, resting: [] };
      const state = prepare(one);
      if (state === null) return;
      const now = at(price(100), one.isLong ? "ask" : "bid", 2_000);
      const result = sizeFlip(one, allowanceOf(state, now, one.isLong));
      if (!result.ok) return;
      const [before] = state.positions;
      if (before === undefined) return;
      const stop = ticks(1_000 + (one.isLong ? -one.stopTicks : one.stopTicks));
      const order = {
        orderId: "flip",
        symbol: instrument.symbol,
        side: one.isLong ? "buy" : "sell",
        kind: "market",
        qty: result.sizing.qty,
      } as const;
      const queued = run(state, { type: "submit", order }, now);
      const flipped = queued && run(queued, { type: "execute", orderId: "flip" }, now);
      expect(flipped?.positions[0]?.qty).toBe(one.isLong ? result.sizing.opens : -result.sizing.opens);
      const stopped = flipped && closeAt(flipped, stop, one.isLong);
      const gross = unrealisedPnl(before, price(100));
      const feeToClose = mul<Money>(notional(price(100), abs(before.qty)), instrument.takerRate);
      expect(stopped?.balance).toBe(state.balance + gross - feeToClose - result.sizing.lossAtStop);
      carriedOut += 1;
    }),
    { numRuns: 400 },
  );
  expect(carriedOut).toBeGreaterThan(50);
});

function closeAt(state: PortfolioState, stop: Price, isLong: boolean): PortfolioState | null {
  const context = at(stop, isLong ? "bid" : "ask", 3_000);
  const close = {
    type: "close-position",
    symbol: instrument.symbol,
    fraction: dec(1),
    orderId: "close",
  } as const;
  const queued = run(state, close, context);
  return queued && run(queued, { type: "execute", orderId: "close" }, context);
}
