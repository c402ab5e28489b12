import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE as cancelOrder } from "@/app/api/orders/[id]/route";
import { DELETE as cancelOrders } from "@/app/api/orders/route";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { PATCH as changePosition } from "@/app/api/positions/[symbol]/route";
import { findDeferredAmong } from "@/lib/db/portfolio/deferred-changes";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";
import { countFills, fillOrder, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  positionIn,
  startTrading,
  type TestTrader,
  type TradingWorld,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: () => {} }));

const SYMBOL = "BTCUSDT";
let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: [SYMBOL], withVenue: false, routes: {} });
});
afterAll(() => world.close());
beforeEach(() => world.setMarket(SYMBOL, 100_000));

const silence = () => world.setMarket(SYMBOL, 100_000, { ageMs: 60_000 });
const cancel = (of: TestTrader, orderId: string) =>
  callAs<TradingResponse>(of, cancelOrder, {
    method: "DELETE",
    path: `/api/orders/${orderId}?portfolioId=${of.portfolioId}`,
    params: { id: orderId },
  });
/** One print of the venue at `price`. */
const printAt = (price: number, timeMs: number): PathText => {
  const text = price.toFixed(1);
  const point = { last: text, mark: text, qty: "1", timeMs, seq: 1 };
  return { kind: "points", points: [point] };
};

it("a change on a feed that is late by less than a gap is too late for a price of before it", async () => {
  const one = await world.createTrader();
  const { order } = await queueOrder(world, one, { kind: "limit", price: "99000" });
  const printMs = Date.now() + 1;
  await world.setMarket(SYMBOL, 100_000, { walkedThrough: () => printMs - 1 });
  const response = cancel(one, order?.id ?? "");
  await processPricePath(SYMBOL, printAt(98_900, printMs));
  await world.setMarket(SYMBOL, 98_900);
  expect((await response).status).not.toBe(200);
  await applyChanges();
  expect(await countFills(one)).toBe(1);
  expect(await snapshotOf(one)).toMatchObject({ orders: [], deferredChanges: [] });
});

describe("a change in a gap of the feed", () => {
  it("is responded with 202, kept with the portfolio, and too late for a price of before it", async () => {
    const one = await world.createTrader();
    const { order } = await queueOrder(world, one, { kind: "limit", price: "99000" });
    const beforeMs = Date.now() + 1;
    await silence();
    const response = await cancel(one, order?.id ?? "");
    expect([response.status, response.body.isDeferred]).toEqual([202, true]);
    expect(response.body.portfolio.orders).toHaveLength(1);
    expect((await snapshotOf(one)).deferredChanges).toMatchObject([
      { type: "cancel", symbol: SYMBOL, orderId: order?.id },
    ]);
    await processPricePath(SYMBOL, printAt(98_900, beforeMs));
    expect(await countFills(one)).toBe(1);
    await world.setMarket(SYMBOL, 98_900);
    await applyChanges();
    const after = await snapshotOf(one);
    expect(after.deferredChanges).toEqual([]);
    expect(positionIn(after)).toBeDefined();
    expect(await findDeferredAmong([one.portfolioId])).toEqual([]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });

  it("takes effect when the path has been walked and nothing met the order", async () => {
    const one = await world.createTrader();
    await queueOrder(world, one, { kind: "limit", price: "99000" });
    await queueOrder(world, one, { kind: "limit", price: "99100" });
    await silence();
    const path = `/api/orders?portfolioId=${one.portfolioId}`;
    const response = await callAs<TradingResponse>(one, cancelOrders, { method: "DELETE", path });
    expect([response.status, response.body.isDeferred]).toEqual([202, true]);
    await applyChanges();
    expect((await snapshotOf(one)).orders).toHaveLength(2);
    await world.setMarket(SYMBOL, 100_000);
    await applyChanges();
    expect((await snapshotOf(one)).orders).toEqual([]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });

  it("leaves a stop-loss where it is until then, and a reset, too", async () => {
    const one = await world.createTrader();
    await fillOrder(world, one, { leverage: "5", stopLoss: { price: "99000" } });
    const beforeMs = Date.now() + 1;
    await silence();
    const body = { portfolioId: one.portfolioId, stopLoss: null };
    const params = { symbol: SYMBOL };
    const moved = await callAs<TradingResponse>(one, changePosition, { method: "PATCH", body, params });
    expect([moved.status, moved.body.isDeferred]).toEqual([202, true]);
    const call = { method: "POST", body: {}, params: { id: one.portfolioId } };
    const begun = await callAs<TradingResponse>(one, reset, call);
    expect([begun.status, begun.body.isDeferred]).toEqual([202, true]);
    expect(positionIn(begun.body.portfolio)).toMatchObject({ stopLoss: { price: "99000" } });
    await processPricePath(SYMBOL, printAt(98_900, beforeMs));
    expect(await countFills(one)).toBe(2);
    await world.setMarket(SYMBOL, 98_900);
    await applyChanges();
    expect(await snapshotOf(one)).toMatchObject({ epoch: 1, positions: [], balance: "10000" });
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });
});
