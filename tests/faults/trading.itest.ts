import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { GET as readPortfolio } from "@/app/api/portfolio/route";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { PATCH as changePosition } from "@/app/api/positions/[symbol]/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { POST as fund } from "@/app/api/queue/fund/route";
import { POST as settle } from "@/app/api/queue/settle/route";
import {
  callAs,
  orderOf,
  positionIn,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/dev/testing/start-trading";
import { throwSwitch } from "@/lib/admin/throw-switch";
import { getDb } from "@/lib/db/client";
import { findEvents } from "@/lib/db/events";
import { verifyPortfolio } from "@/lib/db/verify-portfolio";
import { listHalted } from "@/lib/market/halts";
import type { PlaceOrderBody, PortfolioSnapshot, TradingAnswer } from "@/lib/schemas/trading";
import { executeMarketOrder } from "@/lib/trading/execute-market-order";
import { walkCandles } from "@/lib/trading/fill-gap";
import { sendOrder } from "@/lib/trading/send-order";
import { settleFunding } from "@/lib/trading/settle-funding";
import type { PathText } from "@/lib/trading/settle-message";
import { settleSymbol } from "@/lib/trading/settle-symbol";
import { sweepOrders } from "@/lib/trading/sweep-orders";

/** What is done after an answer is done here when a test says so. */
const afterwards = vi.hoisted((): { work: (() => Promise<void>)[]; runs: boolean } => ({
  work: [],
  runs: false,
}));
vi.mock("next/server", () => ({
  after: (work: () => Promise<void>) => {
    if (afterwards.runs) void work();
    else afterwards.work.push(work);
  },
}));

let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({
    symbols: ["BTCUSDT"],
    withVenue: false,
    routes: { "/api/queue/execute": execute, "/api/queue/settle": settle, "/api/queue/fund": fund },
  });
});
afterAll(() => world.close());
beforeEach(async () => {
  afterwards.runs = false;
  afterwards.work = [];
  await world.setMarket("BTCUSDT", 100_000);
});

const snapshotOf = async (of: TestTrader) =>
  (await callAs<PortfolioSnapshot>(of, readPortfolio, { path: `/api/portfolio?id=${of.portfolioId}` })).body;

/** Places an order and leaves it where the answer leaves it: queued, without anybody on the way to execute it. */
async function queueOrder(of: TestTrader, changes: Partial<PlaceOrderBody> = {}) {
  await world.setMarket("BTCUSDT", 100_000);
  const answer = await callAs<TradingAnswer>(of, placeOrder, { method: "POST", body: orderOf(of, changes) });
  expect(answer.status, JSON.stringify(answer.body)).toBe(202);
  return { portfolioId: of.portfolioId, orderId: answer.body.order?.id ?? "", order: answer.body.order };
}

async function fill(of: TestTrader, changes: Partial<PlaceOrderBody> = {}): Promise<PortfolioSnapshot> {
  const { order: _, ...message } = await queueOrder(of, changes);
  await world.setMarket("BTCUSDT", 100_000);
  expect(await executeMarketOrder(message)).toEqual({ outcome: "done" });
  return snapshotOf(of);
}

async function countFills(of: TestTrader): Promise<number> {
  return getDb().trade.count({ where: { portfolioId: of.portfolioId } });
}

function pathOf(...prices: number[]): PathText {
  const startMs = Date.now() + 50;
  return {
    kind: "points",
    points: prices.map((price, index) => ({
      last: price.toFixed(1),
      mark: price.toFixed(1),
      qty: "1",
      timeMs: startMs + index,
      seq: index + 1,
    })),
  };
}

async function settleAt(...prices: number[]): Promise<void> {
  const path = pathOf(...prices);
  await world.setMarket("BTCUSDT", prices.at(-1) ?? 0);
  await settleSymbol("BTCUSDT", path);
}

describe("fault 1: one callback, many times", () => {
  it("fills once; the others answer that it is done", async () => {
    const one = await world.createTrader();
    const { order: _, ...message } = await queueOrder(one);
    await executeMarketOrder(message);
    const answers = await Promise.all(Array.from({ length: 50 }, () => executeMarketOrder(message)));
    expect(answers.map(({ outcome }) => outcome)).toEqual(Array(50).fill("duplicate"));
    expect(await countFills(one)).toBe(1);

    const two = await world.createTrader();
    const { order: __, ...other } = await queueOrder(two);
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => executeMarketOrder(other)));
    expect(outcomes.filter(({ outcome }) => outcome === "done")).toHaveLength(1);
    expect(await countFills(two)).toBe(1);
    expect(await verifyPortfolio(two.portfolioId)).toBeNull();
  });

  it("through the queue, delivered twice at once and reordered", async () => {
    await world.controlQueue({ duplicateRate: 1, reorder: true });
    afterwards.runs = true;
    try {
      const one = await world.createTrader();
      const bodies = Array.from({ length: 5 }, () => orderOf(one));
      await Promise.all(bodies.map((body) => callAs(one, placeOrder, { method: "POST", body })));
      const seen = () =>
        bodies.every(
          ({ clientOrderId }) =>
            world.deliveries.filter(({ body }) => body.includes(`"${clientOrderId}"`)).length >= 2,
        );
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

it("fault 2: a callback after a cancelled order leaves it cancelled", async () => {
  const one = await world.createTrader();
  const { orderId, order: _, ...message } = await queueOrder(one);
  const { DELETE: cancel } = await import("@/app/api/orders/[id]/route");
  const path = `/x?portfolioId=${one.portfolioId}`;
  const answer = await callAs<TradingAnswer>(one, cancel, {
    method: "DELETE",
    path,
    params: { id: orderId },
  });
  expect(answer.body.order).toMatchObject({ status: "CANCELLED" });
  expect(await executeMarketOrder({ ...message, orderId })).toMatchObject({ outcome: "duplicate" });
  expect(await countFills(one)).toBe(0);
});

describe("fault 5: publishing fails after the order's commit", () => {
  it("the sweep sends it again while there is time", async () => {
    const one = await world.createTrader();
    await world.controlQueue({ refusePublish: true });
    const { order: _, ...message } = await queueOrder(one);
    expect(await sendOrder(message)).toBe(false);
    await world.controlQueue({ refusePublish: false });
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

describe("fault 10: a tick that jumps over stop, target and liquidation", () => {
  it("makes one exit, by liquidation", async () => {
    const one = await world.createTrader();
    await fill(one, { leverage: "50", qty: "0.05" });
    await callAs(one, changePosition, {
      method: "PATCH",
      params: { symbol: "BTCUSDT" },
      body: { portfolioId: one.portfolioId, stopLoss: { price: "99500" } },
    });
    await settleAt(90_000);
    const after = await snapshotOf(one);
    expect(after.positions).toEqual([]);
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 50 });
    const exits = log.filter((event) => event.type === "order-filled" && event.realised !== 0n);
    expect(exits).toHaveLength(1);
    expect(exits[0]).toMatchObject({ purpose: "liquidation" });
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });

  it("makes one exit, by the stop, where there is no liquidation on the way", async () => {
    const one = await world.createTrader();
    await fill(one, {
      qty: "0.01",
      leverage: "1",
      stopLoss: { price: "99000" },
      takeProfit: { price: "101000" },
    });
    await settleAt(98_000, 102_000);
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 50 });
    const exits = log.filter((event) => event.type === "order-filled" && event.side === "sell");
    expect(exits.map((event) => event.type === "order-filled" && event.purpose)).toEqual(["stop"]);
    expect(await countFills(one)).toBe(2);
  });
});

it("fault 11: two leaders that evaluate one beat make one fill", async () => {
  const one = await world.createTrader();
  await queueOrder(one, { kind: "limit", price: "99500", qty: "0.01" });
  const path = pathOf(99_800, 99_400);
  await world.setMarket("BTCUSDT", 99_400);
  await Promise.all([settleSymbol("BTCUSDT", path), settleSymbol("BTCUSDT", path)]);
  await settleSymbol("BTCUSDT", path);
  expect(await countFills(one)).toBe(1);
  expect(positionIn(await snapshotOf(one))).toMatchObject({ qty: "0.01", entryPrice: "99500" });
});

describe("fault 13: a silent feed", () => {
  it("refuses market orders as stale and changes nothing", async () => {
    const one = await world.createTrader();
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 });
    const answer = await callAs(one, placeOrder, { method: "POST", body: orderOf(one) });
    expect([answer.status, answer.body.error?.code]).toEqual([422, "market_data_stale"]);
    expect((await snapshotOf(one)).seq).toBe(1);
  });

  it("asks the queue for another try while the order has time", async () => {
    const one = await world.createTrader();
    const { order: _, ...message } = await queueOrder(one);
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 6_000 });
    await expect(executeMarketOrder(message)).rejects.toMatchObject({ code: "service_unavailable" });
    await world.setMarket("BTCUSDT", 100_000);
    expect(await executeMarketOrder(message)).toEqual({ outcome: "done" });
  });

  it("is made up for by the gap's candles, once, and without hindsight", async () => {
    const one = await world.createTrader();
    const two = await world.createTrader();
    await queueOrder(one, { kind: "limit", price: "99500", qty: "0.01" });
    const fromMs = Date.now() + 10;
    const minuteMs = Math.ceil(fromMs / 60_000) * 60_000;
    const mark = {
      throughMs: fromMs,
      last: "100000",
      minuteMs: minuteMs - 60_000,
      high: "100000",
      low: "100000",
    };
    const candle = (startMs: number, low: string) => ({
      startMs,
      open: "100000",
      high: "100000",
      low,
      close: "99900",
      volume: "1",
      turnover: "1",
    });
    const candles = [candle(minuteMs - 60_000, "99700"), candle(minuteMs, "99000")];
    const gap = walkCandles(mark, candles, minuteMs + 60_000);
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, fromMs - Date.now()) + 5));
    await queueOrder(two, { kind: "limit", price: "99750", qty: "0.01" });
    await world.setMarket("BTCUSDT", 99_900);
    for (const path of [...gap.paths, ...gap.paths]) await settleSymbol("BTCUSDT", path);
    expect(await countFills(one)).toBe(1);
    expect(gap.mark).toMatchObject({ throughMs: minuteMs + 60_000, last: "99900" });
    // Accepted inside the first minute: only the second one, which began later, may meet it.
    const [fillOfTwo] = await getDb().trade.findMany({ where: { portfolioId: two.portfolioId } });
    const evidence = fillOfTwo?.evidence as { tickMs?: number } | undefined;
    expect(evidence?.tickMs).toBe(minuteMs);
  });
});

it("fault 14: a reset while orders are in flight refuses them", async () => {
  const one = await world.createTrader();
  const { order: _, ...message } = await queueOrder(one);
  await callAs(one, reset, { method: "POST", params: { id: one.portfolioId }, body: {} });
  expect(await executeMarketOrder(message)).toMatchObject({ outcome: "duplicate" });
  const after = await snapshotOf(one);
  expect(after).toMatchObject({ epoch: 1, balance: "10000", positions: [], orders: [] });
  expect(await countFills(one)).toBe(0);
});

describe("settlement", () => {
  it("is the same by a beat and by the minute's candle", async () => {
    const [byBeat, byCandle] = [await world.createTrader(), await world.createTrader()];
    for (const one of [byBeat, byCandle]) {
      await fill(one, { qty: "0.02", leverage: "5", stopLoss: { price: "98000" } });
      await queueOrder(one, { kind: "limit", price: "99000", qty: "0.01" });
      await queueOrder(one, { kind: "stop-market", side: "buy", trigger: { price: "101000" }, qty: "0.01" });
    }
    const startMs = Date.now() + 1_000;
    const points: PathText = pathOf(100_000, 98_900, 97_900, 101_100, 101_000);
    const candle: PathText = {
      kind: "candle",
      candle: { open: "100000", high: "101100", low: "97900", close: "101000" },
      previousClose: "100000",
      startMs,
    };
    const { settlePortfolios } = await import("@/lib/trading/settle-portfolios");
    const { parsePath } = await import("@/lib/trading/settle-message");
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 10_000 });
    const symbol = "BTCUSDT";
    await settlePortfolios([byBeat.portfolioId], { symbol, path: parsePath(points) });
    await settlePortfolios([byCandle.portfolioId], { symbol, path: parsePath(candle) });
    const shape = async (of: TestTrader) => {
      const rows = await getDb().trade.findMany({
        where: { portfolioId: of.portfolioId },
        orderBy: { seq: "asc" },
        select: { side: true, purpose: true, qty: true },
      });
      return rows.map(({ qty, ...row }) => ({ ...row, qty: qty.toFixed() }));
    };
    const shapes = await shape(byBeat);
    expect(shapes.length).toBeGreaterThanOrEqual(4);
    expect(await shape(byCandle)).toEqual(shapes);
  });

  it("charges funding once for each instant", async () => {
    const one = await world.createTrader();
    await fill(one, { qty: "0.01", leverage: "5" });
    const before = await snapshotOf(one);
    const instant = { symbol: "BTCUSDT", rate: "0.0001", mark: "100000", fundingMs: Date.now() };
    await Promise.all([settleFunding(instant), settleFunding(instant)]);
    await settleFunding(instant);
    const after = await snapshotOf(one);
    expect(Number(before.balance) - Number(after.balance)).toBeCloseTo(0.1, 9);
    expect(positionIn(after)).toMatchObject({ funding: "0.1" });
  });

  it("of a fall that fires many orders goes through the queue, each filled once", async () => {
    const traders: TestTrader[] = [];
    for (let count = 0; count < 60; count += 1) {
      const one = await world.createTrader();
      traders.push(one);
      await queueOrder(one, { kind: "limit", price: "99500", qty: "0.001" });
    }
    await settleAt(99_800, 99_400);
    const ids = traders.map(({ portfolioId }) => portfolioId);
    await until(
      () => getDb().trade.count({ where: { portfolioId: { in: ids } } }),
      (count) => count === 60,
    );
    await until(
      async () => world.deliveries.filter(({ path }) => path === "/api/queue/settle"),
      (chunks) => chunks.length >= 2,
    );
  });
});

describe("every refusal of the engine has its answer", () => {
  const refused = async (of: TestTrader, changes: Partial<PlaceOrderBody>) => {
    await world.setMarket("BTCUSDT", 100_000, { depth: "0.5" });
    const before = await snapshotOf(of);
    const answer = await callAs(of, placeOrder, { method: "POST", body: orderOf(of, changes) });
    expect((await snapshotOf(of)).seq).toBe(before.seq);
    return [answer.status, answer.body.error?.code];
  };
  const limit = { kind: "limit" as const, price: "99500" };

  it.each<[reason: string, changes: Partial<PlaceOrderBody>]>([
    ["instrument_unknown", { symbol: "NOPEUSDT" }],
    ["price_off_tick", { ...limit, price: "99500.05" }],
    ["qty_off_step", { qty: "0.0015" }],
    ["qty_below_min", { qty: "0" }],
    ["qty_above_max", { qty: "100000" }],
    ["leverage_above_cap", { leverage: "500" }],
    ["wrong_side_stop", { kind: "stop-market", side: "sell", trigger: { price: "101000" } }],
    ["reduce_only_would_open", { reduceOnly: true }],
    ["post_only_would_match", { kind: "limit", price: "100500", timeInForce: "post-only" }],
    ["price_outside_limit", { kind: "limit", price: "150000" }],
    ["insufficient_margin", { ...limit, qty: "100" }],
    ["no_liquidity", { timeInForce: "FOK", qty: "0.6", leverage: "50" }],
  ])("%s", async (reason, changes) => {
    expect(await refused(await world.createTrader(), changes)).toEqual([422, reason]);
  });

  it("notional_below_min", async () => {
    await getDb().instrument.updateMany({ where: { symbol: "BTCUSDT" }, data: { minNotional: "5" } });
    const one = await world.createTrader();
    // The smallest quantity is worth less than 5 only at a price below 5,000, which the price limit refuses later.
    expect(await refused(one, { ...limit, price: "4000", qty: "0.001" })).toEqual([
      422,
      "notional_below_min",
    ]);
  });

  it("trading_halted", async () => {
    const one = await world.createTrader();
    const halt = (on: boolean) => throwSwitch(one.userId, { name: "halt:BTCUSDT", on, reason: "a test" });
    await halt(true);
    try {
      const answer = await until(
        () => callAs(one, placeOrder, { method: "POST", body: orderOf(one) }),
        ({ body }) => body.error?.code === "trading_halted",
      );
      expect(answer.status).toBe(422);
    } finally {
      await halt(false);
      await until(listHalted, (halted) => halted.size === 0);
    }
  });

  it("portfolio_locked", async () => {
    const one = await world.createTrader();
    const { commandPortfolio } = await import("@/lib/trading/command-portfolio");
    await commandPortfolio(one.portfolioId, { type: "lock", reason: "test" }, []);
    expect(await refused(one, {})).toEqual([422, "portfolio_locked"]);
  });

  it("too_many_open_orders", async () => {
    const one = await world.createTrader();
    const stop = { kind: "stop-market", side: "buy", trigger: { price: "101000" }, qty: "0.001" } as const;
    for (let count = 0; count < 10; count += 1) await queueOrder(one, stop);
    expect(await refused(one, stop)).toEqual([422, "too_many_open_orders"]);
  });
});

// Last in the file: what the process remembers is from the future afterwards.
describe("fault 3: a late callback", () => {
  it.each([12, 148, 1_808])("of %i s rejects the order and releases its margin", async (lateS) => {
    const one = await world.createTrader();
    const before = await snapshotOf(one);
    const { orderId, order: _, ...message } = await queueOrder(one);
    expect((await snapshotOf(one)).freeMargin).not.toBe(before.freeMargin);
    const nowMs = Date.now();
    vi.useFakeTimers({ toFake: ["Date"], now: nowMs + lateS * 1_000 });
    try {
      expect(await executeMarketOrder({ ...message, orderId })).toEqual({ outcome: "done" });
    } finally {
      vi.useRealTimers();
    }
    const after = await snapshotOf(one);
    expect(after.orders).toEqual([]);
    expect(after.freeMargin).toBe(before.freeMargin);
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 10 });
    expect(log.at(-1)).toMatchObject({ type: "order-rejected", reason: "execution_timeout" });
    expect(await executeMarketOrder({ ...message, orderId })).toEqual({ outcome: "duplicate" });
  });
});

describe("fault 5: an order that was never sent", () => {
  it("the sweep ends it visibly when its time is over", async () => {
    const one = await world.createTrader();
    const { orderId } = await queueOrder(one);
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
