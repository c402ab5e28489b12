import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { DELETE as cancelOrder } from "@/app/api/orders/[id]/route";
import { POST as closePosition } from "@/app/api/positions/[symbol]/close/route";
import { POST as settle } from "@/app/api/queue/price-path/route";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { writeWatermark } from "@/lib/market/ingest/path-watermarks";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";
import { PricePathDriver } from "@/lib/trading/price-path/price-path-driver";
import { countFills, fillOrder, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: () => {} }));

const SYMBOL = "BTCUSDT";
const MANY = 30;
let world: TradingWorld;
let openQueue = () => {};
/** Blocks the queue's deliveries. */
let isQueueOpen = Promise.resolve();

beforeAll(async () => {
  const late: typeof settle = async (request) => {
    await isQueueOpen;
    return settle(request);
  };
  world = await startTrading({
    symbols: [SYMBOL],
    withVenue: false,
    routes: { "/api/queue/price-path": late },
  });
});
afterAll(() => world.close());

/** Traders with a position each, whose stop-loss and limit buy a fall to 98,900 matches. */
async function openMany(): Promise<{ of: TestTrader; orderId: string }[]> {
  const traders: { of: TestTrader; orderId: string }[] = [];
  for (let count = 0; count < MANY; count += 1) {
    const of = await world.createTrader();
    await fillOrder(world, of, { leverage: "5", stopLoss: { price: "99000" } });
    const { order } = await queueOrder(world, of, { kind: "limit", price: "98950" });
    traders.push({ of, orderId: order?.id ?? "" });
  }
  return traders;
}

const fallAt = (timeMs: number) => ({
  symbol: SYMBOL,
  points: [{ last: "98900", mark: "98900", qty: "1", timeMs, seq: 1 }],
  throughMs: timeMs,
  isLost: false,
  fundingRate: null,
  nextFundingMs: null,
});

it("nothing of a portfolio overtakes a path that is still with the queue for it", async () => {
  const traders = await openMany();
  const [one] = traders;
  if (one === undefined) throw new Error("Nobody trades.");
  isQueueOpen = new Promise((resolve) => {
    openQueue = resolve;
  });
  const driver = new PricePathDriver();
  const nowMs = Date.now();
  const minuteMs = nowMs - (nowMs % 60_000);
  const mark = { throughMs: nowMs, last: "100000.0", minuteMs, high: "100000.0", low: "100000.0" };
  await writeWatermark(SYMBOL, mark);
  const fallMs = Date.now() + 1;
  driver.consume([fallAt(fallMs)]);
  await until(
    async () => driver.walkedThrough(SYMBOL),
    (throughMs) => throughMs > 0 && throughMs < nowMs,
  );
  const show = (price: number) =>
    world.setMarket(SYMBOL, price, { walkedThrough: (symbol) => driver.walkedThrough(symbol) });
  await show(100_200);

  const path = `/api/orders/${one.orderId}?portfolioId=${one.of.portfolioId}`;
  const cancelled = await callAs<TradingResponse>(one.of, cancelOrder, {
    method: "DELETE",
    path,
    params: { id: one.orderId },
  });
  expect([cancelled.status, cancelled.body.isDeferred]).toEqual([202, true]);
  const body = { portfolioId: one.of.portfolioId, clientOrderId: "close-before-the-path", fraction: "1" };
  const headers = { prefer: "respond-async" };
  const closing = await callAs<TradingResponse>(one.of, closePosition, {
    method: "POST",
    body,
    params: { symbol: SYMBOL },
    headers,
  });
  expect(closing.status).toBe(202);
  await show(100_200);
  const message = { portfolioId: one.of.portfolioId, orderId: closing.body.order?.id ?? "" };
  await expect(executeMarketOrder(message)).rejects.toMatchObject({ code: "service_unavailable" });
  expect(await countFills(one.of)).toBe(1);

  openQueue();
  await until(
    async () => driver.walkedThrough(SYMBOL),
    (throughMs) => throughMs === fallMs,
  );
  await world.setMarket(SYMBOL, 100_200);
  await applyChanges();
  for (const { of } of traders) {
    const fills = await getDb().trade.findMany({
      where: { portfolioId: of.portfolioId },
      orderBy: { at: "asc" },
    });
    // The entry, the limit's buy and the stop, which closes both; the price of the close would have been 100,200.
    expect(fills).toHaveLength(3);
    for (const { price } of fills.slice(1)) expect(price.toNumber()).toBeLessThanOrEqual(99_000);
    expect(await verifyPortfolio(of.portfolioId)).toBeNull();
  }
  expect((await snapshotOf(one.of)).deferredChanges).toEqual([]);
});

it("a later price waits until an earlier one has been walked by all", async () => {
  const traders = await openMany();
  isQueueOpen = new Promise((resolve) => {
    openQueue = resolve;
  });
  const driver = new PricePathDriver();
  const nowMs = Date.now();
  const minuteMs = nowMs - (nowMs % 60_000);
  await writeWatermark(SYMBOL, {
    throughMs: nowMs,
    last: "100000.0",
    minuteMs,
    high: "100000.0",
    low: "100000.0",
  });
  const fallMs = Date.now() + 1;
  driver.consume([fallAt(fallMs)]);
  await until(
    async () => driver.walkedThrough(SYMBOL),
    (throughMs) => throughMs > 0 && throughMs < nowMs,
  );
  const rise = fallAt(fallMs + 5);
  driver.consume([
    {
      ...rise,
      points: [{ ...rise.points[0], last: "101000", mark: "101000", qty: "1", timeMs: fallMs + 5, seq: 2 }],
    },
  ]);
  expect(driver.walkedThrough(SYMBOL)).toBeLessThan(nowMs);
  openQueue();
  await until(
    async () => driver.walkedThrough(SYMBOL),
    (throughMs) => throughMs === fallMs + 5,
  );
  for (const { of } of traders) expect(await countFills(of)).toBe(3);
});
