import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { DELETE as cancelOrder } from "@/app/api/orders/[id]/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findEvents } from "@/lib/db/queries/events";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { startAttempt } from "@/lib/trading/orders/attempt-order";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { createOrderSweeper } from "@/lib/trading/orders/order-sweeper";
import { sendOrder } from "@/lib/trading/orders/send-order";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { commandPortfolio } from "@/lib/trading/portfolio/command-portfolio";
import { countFills, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  orderOf,
  positionIn,
  startTrading,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

/** Work after a response runs when a test calls it. */
const afterwards = vi.hoisted(() => ({ runs: false }));
vi.mock("next/server", () => ({
  after: (work: () => Promise<void>) => {
    if (afterwards.runs) void work();
  },
}));

let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/execute": execute };
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes });
});
afterAll(() => world.close());
beforeEach(async () => {
  afterwards.runs = false;
  await world.setMarket("BTCUSDT", 100_000);
});

const deliveriesOf = (orderId: string) =>
  world.deliveries.filter(({ body }) => body.includes(`"${orderId}"`));

describe("fault 1: one callback, many times", () => {
  it("fills once; the others answer that it is done", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    await executeMarketOrder(message);
    const responses = await Promise.all(Array.from({ length: 50 }, () => executeMarketOrder(message)));
    expect(responses.map(({ outcome }) => outcome)).toEqual(Array(50).fill("duplicate"));
    expect(await countFills(one)).toBe(1);

    const two = await world.createTrader();
    const { message: other } = await queueOrder(world, two);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => executeMarketOrder(other)));
    expect(outcomes.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(await countFills(two)).toBe(1);
    expect(await verifyPortfolio(two.portfolioId)).toBeNull();
  });

  it("fills once beside executions of other processes, which know nothing of this one's", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    const { portfolioId, orderId } = message;
    const command = { type: "execute", orderId } as const;
    const elsewhere = () => commandPortfolio(portfolioId, command, ["BTCUSDT"]);
    const [mine, ...others] = await Promise.all([
      executeMarketOrder(message),
      ...Array.from({ length: 9 }, elsewhere),
    ]);
    const done = [mine.outcome === "done", ...others.map(({ ok }) => ok)];
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await countFills(one)).toBe(1);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("through the queue, delivered twice at once and reordered", async () => {
    await world.controlQueue({ duplicateRate: 1, reorder: true });
    try {
      const one = await world.createTrader();
      const queued = await Promise.all(Array.from({ length: 5 }, () => queueOrder(world, one)));
      await Promise.all(queued.map(({ message }) => sendOrder(message)));
      const seen = () => queued.every(({ message }) => deliveriesOf(message.orderId).length >= 2);
      await until(async () => seen(), Boolean);
      const filled = await until(
        () => snapshotOf(one),
        (portfolio) => portfolio.orders.length === 0,
      );
      expect(positionIn(filled)).toMatchObject({ qty: "0.05" });
      expect(await countFills(one)).toBe(5);
      expect(await verifyPortfolio(one.portfolioId)).toBeNull();
    } finally {
      await world.controlQueue({ duplicateRate: 0, reorder: false });
    }
  });
});

describe("what the queue is asked for", () => {
  it("nothing, for an order that is filled at once", async () => {
    const one = await world.createTrader();
    afterwards.runs = true;
    // A busy machine may need longer than the limit for one of them.
    const deliver = async () => {
      const { message } = await queueOrder(world, one);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      expect((await snapshotOf(one)).orders).toEqual([]);
      return deliveriesOf(message.orderId).length;
    };
    await until(deliver, (count) => count === 0);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });

  it("an order that could not be filled at once", async () => {
    const one = await world.createTrader();
    const { message, order } = await queueOrder(world, one);
    if (order === null) throw new Error("The order was not taken.");
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 });
    await startAttempt(order).finish();
    await until(
      async () => deliveriesOf(message.orderId).map(({ status }) => status),
      ([first]) => first === 503,
    );
    await world.setMarket("BTCUSDT", 100_000);
    await until(
      () => countFills(one),
      (fills) => fills === 1,
    );
  });

  it("an order whose process died before it could be filled, by the feed's sweep", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    const sweeper = createOrderSweeper();
    const timer = setInterval(() => sweeper.ask(), 100);
    try {
      await until(
        () => countFills(one),
        (fills) => fills === 1,
      );
    } finally {
      clearInterval(timer);
      await sweeper.finish();
    }
    expect(deliveriesOf(message.orderId).map(({ status }) => status)).toEqual([200]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });
});

describe("fault 2: a callback after a cancelled order", () => {
  it("leaves it cancelled", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    await commandPortfolio(one.portfolioId, { type: "cancel-halted", symbol: "BTCUSDT" }, []);
    expect(await executeMarketOrder(message)).toMatchObject({ outcome: "duplicate" });
    expect(await countFills(one)).toBe(0);
  });

  it("fills it first where its trader cancelled it before its book", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    const path = `/x?portfolioId=${one.portfolioId}`;
    const params = { id: message.orderId };
    const response = await callAs<TradingResponse>(one, cancelOrder, { method: "DELETE", path, params });
    expect([response.status, response.body.isDeferred]).toEqual([202, true]);
    await until(
      () => executeMarketOrder(message),
      ({ outcome }) => outcome !== "unknown_order",
    );
    expect(await countFills(one)).toBe(1);
  });
});

describe("fault 5: publishing fails after the order's commit", () => {
  it("the sweep sends it again while there is time", async () => {
    const one = await world.createTrader();
    await world.controlQueue({ rejectPublish: true });
    const { message } = await queueOrder(world, one);
    expect(await sendOrder(message)).toBe(false);
    await world.controlQueue({ rejectPublish: false });
    const swept = await sweepOrders(Date.now() + 3_000);
    expect(swept.resent).toBeGreaterThan(0);
    await world.setMarket("BTCUSDT", 100_000);
    await until(
      () => snapshotOf(one),
      (portfolio) => portfolio.orders.length === 0,
    );
    expect(await countFills(one)).toBe(1);
  });
});

it("fault 6: a callback for an order that was never stored changes nothing", async () => {
  const one = await world.createTrader();
  const before = await snapshotOf(one);
  const message = { portfolioId: one.portfolioId, orderId: "never-stored-1" };
  expect(await executeMarketOrder(message)).toEqual({ outcome: "unknown_order" });
  expect(await executeMarketOrder({ ...message, portfolioId: "nobody" })).toEqual({
    outcome: "unknown_order",
  });
  expect((await snapshotOf(one)).seq).toBe(before.seq);
});

describe("fault 13: a silent feed", () => {
  it("rejects market orders as stale and changes nothing", async () => {
    const one = await world.createTrader();
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 });
    const response = await callAs(one, placeOrder, { method: "POST", body: orderOf(one) });
    expect([response.status, response.body.error?.code]).toEqual([422, "market_data_stale"]);
    expect((await snapshotOf(one)).seq).toBe(1);
  });

  it("asks the queue for another try while the order has time", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 });
    await expect(executeMarketOrder(message)).rejects.toMatchObject({ code: "service_unavailable" });
    await world.setMarket("BTCUSDT", 100_000);
    expect(await executeMarketOrder(message)).toEqual({ outcome: "done" });
  });
});

it("fault 14: a reset while orders are in flight rejects them", async () => {
  const one = await world.createTrader();
  const { message } = await queueOrder(world, one);
  await callAs(one, reset, { method: "POST", params: { id: one.portfolioId }, body: {} });
  expect(await executeMarketOrder(message)).toMatchObject({ outcome: "duplicate" });
  const after = await snapshotOf(one);
  expect(after).toMatchObject({ epoch: 1, balance: "10000", positions: [], orders: [] });
  expect(await countFills(one)).toBe(0);
});

// Last in the file: the process's cache is from the future afterwards.
describe("fault 3: a late callback", () => {
  it.each([12, 148, 1_808])("of %i s rejects the order and releases its margin", async (lateS) => {
    const one = await world.createTrader();
    const before = await snapshotOf(one);
    const { message } = await queueOrder(world, one);
    expect((await snapshotOf(one)).freeMargin).not.toBe(before.freeMargin);
    const nowMs = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: nowMs + lateS * 1_000 });
    try {
      expect(await executeMarketOrder(message)).toEqual({ outcome: "done" });
    } finally {
      vi.useRealTimers();
    }
    const after = await snapshotOf(one);
    expect(after.orders).toEqual([]);
    expect(after.freeMargin).toBe(before.freeMargin);
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 10 });
    expect(log.at(-1)).toMatchObject({ type: "order-rejected", reason: "execution_timeout" });
    expect(await executeMarketOrder(message)).toEqual({ outcome: "duplicate" });
  });
});

describe("fault 5: an order that was never sent", () => {
  it("the sweep ends it visibly when its time is over", async () => {
    const one = await world.createTrader();
    const { message } = await queueOrder(world, one);
    const { orderId } = message;
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60_000 });
    try {
      await sweepOrders();
    } finally {
      vi.useRealTimers();
    }
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 10 });
    expect(log.at(-1)).toMatchObject({ type: "order-rejected", orderId, reason: "execution_timeout" });
  });
});
