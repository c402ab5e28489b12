import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { PATCH as changePosition } from "@/app/api/positions/[symbol]/route";
import { POST as fund } from "@/app/api/queue/fund/route";
import { POST as settle } from "@/app/api/queue/price-path/route";
import { formatDecimal } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findEvents } from "@/lib/db/queries/events";
import { findHolders } from "@/lib/db/queries/positions";
import { walkCandles } from "@/lib/trading/price-path/find-gap-paths";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import { type PathText, parsePath } from "@/lib/trading/price-path/process-price-path-message";
import { processPricePaths } from "@/lib/trading/price-path/process-price-paths";
import { fundPortfolios, settleFunding } from "@/lib/trading/price-path/settle-funding";
import {
  countFills,
  fillOrder,
  pathOf,
  processPricePathAt,
  queueOrder,
  snapshotOf,
} from "@/tests/faults/trading-steps";
import {
  callAs,
  positionIn,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

let world: TradingWorld;

beforeAll(async () => {
  const routes = { "/api/queue/price-path": settle, "/api/queue/fund": fund };
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes });
});
afterAll(() => world.close());
beforeEach(() => world.setMarket("BTCUSDT", 100_000));

describe("fault 10: a tick that jumps over stop, target and liquidation", () => {
  it("makes one exit, by liquidation", async () => {
    const one = await world.createTrader();
    await fillOrder(world, one, { leverage: "50", qty: "0.05" });
    await callAs(one, changePosition, {
      method: "PATCH",
      params: { symbol: "BTCUSDT" },
      body: { portfolioId: one.portfolioId, stopLoss: { price: "99500" } },
    });
    await processPricePathAt(world, 90_000);
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
    await fillOrder(world, one, {
      qty: "0.01",
      leverage: "1",
      stopLoss: { price: "99000" },
      takeProfit: { price: "101000" },
    });
    await processPricePathAt(world, 98_000, 102_000);
    const log = await findEvents(one.portfolioId, { afterSeq: 0, limit: 50 });
    const exits = log.filter((event) => event.type === "order-filled" && event.side === "sell");
    expect(exits.map((event) => event.type === "order-filled" && event.purpose)).toEqual(["stop"]);
    expect(await countFills(one)).toBe(2);
  });
});

it("fault 11: two leaders that evaluate one publication make one fill", async () => {
  const one = await world.createTrader();
  await queueOrder(world, one, { kind: "limit", price: "99500", qty: "0.01" });
  const path = pathOf(99_800, 99_400);
  await world.setMarket("BTCUSDT", 99_400);
  await Promise.all([processPricePath("BTCUSDT", path), processPricePath("BTCUSDT", path)]);
  await processPricePath("BTCUSDT", path);
  expect(await countFills(one)).toBe(1);
  expect(positionIn(await snapshotOf(one))).toMatchObject({ qty: "0.01", entryPrice: "99500" });
});

describe("fault 13: a silent feed", () => {
  it("is made up for by the gap's candles, once, and without hindsight", async () => {
    const one = await world.createTrader();
    const two = await world.createTrader();
    await queueOrder(world, one, { kind: "limit", price: "99500", qty: "0.01" });
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
    await queueOrder(world, two, { kind: "limit", price: "99750", qty: "0.01" });
    await world.setMarket("BTCUSDT", 99_900);
    for (const path of [...gap.paths, ...gap.paths]) await processPricePath("BTCUSDT", path);
    expect(await countFills(one)).toBe(1);
    expect(gap.mark).toMatchObject({ throughMs: minuteMs + 60_000, last: "99900" });
    // Accepted inside the first minute: only the second one, which began later, may match it.
    const [fillOfTwo] = await getDb().trade.findMany({ where: { portfolioId: two.portfolioId } });
    const evidence = fillOfTwo?.evidence as { tickMs?: number } | undefined;
    expect(evidence?.tickMs).toBe(minuteMs);
  });
});

describe("settlement", () => {
  it("is the same by a publication and by the minute's candle", async () => {
    const [byInterval, byCandle] = [await world.createTrader(), await world.createTrader()];
    for (const one of [byInterval, byCandle]) {
      await fillOrder(world, one, { qty: "0.02", leverage: "5", stopLoss: { price: "98000" } });
      await queueOrder(world, one, { kind: "limit", price: "99000", qty: "0.01" });
      await queueOrder(world, one, {
        kind: "stop-market",
        side: "buy",
        trigger: { price: "101000" },
        qty: "0.01",
      });
    }
    const startMs = Date.now() + 1_000;
    const points: PathText = pathOf(100_000, 98_900, 97_900, 101_100, 101_000);
    const candle: PathText = {
      kind: "candle",
      candle: { open: "100000", high: "101100", low: "97900", close: "101000" },
      previousClose: "100000",
      startMs,
    };
    await world.setMarket("BTCUSDT", 100_000, { ageMs: 10_000 });
    const symbol = "BTCUSDT";
    await processPricePaths([byInterval.portfolioId], { symbol, path: parsePath(points) });
    await processPricePaths([byCandle.portfolioId], { symbol, path: parsePath(candle) });
    const shape = async (of: TestTrader) => {
      const rows = await getDb().trade.findMany({
        where: { portfolioId: of.portfolioId },
        orderBy: { seq: "asc" },
        select: { side: true, purpose: true, qty: true },
      });
      return rows.map(({ qty, ...row }) => ({ ...row, qty: qty.toFixed() }));
    };
    const shapes = await shape(byInterval);
    expect(shapes.length).toBeGreaterThanOrEqual(4);
    expect(await shape(byCandle)).toEqual(shapes);
  });

  it("charges funding once for each instant", async () => {
    const one = await world.createTrader();
    await fillOrder(world, one, { qty: "0.01", leverage: "5" });
    const before = await snapshotOf(one);
    const instant = { symbol: "BTCUSDT", rate: "0.0001", mark: "100000", fundingMs: Date.now() };
    await Promise.all([settleFunding(instant), settleFunding(instant)]);
    await settleFunding(instant);
    const after = await snapshotOf(one);
    expect(Number(before.balance) - Number(after.balance)).toBeCloseTo(0.1, 9);
    expect(positionIn(after)).toMatchObject({ funding: "0.1" });
  });

  it("charges late funding for what was held at the instant, whatever became of it", async () => {
    const [kept, grown, closed, late] = await Promise.all([1, 2, 3, 4].map(() => world.createTrader()));
    if (!kept || !grown || !closed || !late) throw new Error("A trader is missing.");
    for (const one of [kept, grown, closed]) await fillOrder(world, one, { qty: "0.01", leverage: "5" });
    await new Promise((resolve) => setTimeout(resolve, 2));
    const fundingMs = Date.now();
    await new Promise((resolve) => setTimeout(resolve, 2));
    await fillOrder(world, grown, { qty: "0.02" });
    await fillOrder(world, closed, { side: "sell", qty: "0.01", reduceOnly: true });
    await fillOrder(world, late, { qty: "0.03" });
    const all = [kept, grown, closed, late];
    const before = await Promise.all(all.map(snapshotOf));
    const instant = { symbol: "BTCUSDT", rate: "0.0001", mark: "100000", fundingMs };
    await Promise.all([settleFunding(instant), settleFunding({ ...instant, mark: "99999" })]);
    const holders = all.map(({ portfolioId }) => ({ portfolioId, positionQty: "0.01" })).slice(0, 3);
    await fundPortfolios({ ...instant, holders });
    const after = await Promise.all(all.map(snapshotOf));
    const paid = after.map(({ balance }, index) => Number(before[index]?.balance) - Number(balance));
    expect(paid.map((one) => one.toFixed(3))).toEqual(["0.100", "0.100", "0.100", "0.000"]);
    for (const { portfolioId } of all) expect(await verifyPortfolio(portfolioId)).toBeNull();
  });

  it("charges nothing to a portfolio that was reset after its holders were listed", async () => {
    const [before, during] = await Promise.all([world.createTrader(), world.createTrader()]);
    for (const one of [before, during]) await fillOrder(world, one, { qty: "0.01", leverage: "5" });
    const fundingMs = Date.now() + 1;
    const begin = (one: TestTrader) =>
      callAs(one, reset, { method: "POST", params: { id: one.portfolioId }, body: {} });
    await begin(before);
    const ids = [before.portfolioId, during.portfolioId];
    const listed = (await findHolders("BTCUSDT", fundingMs)).filter(({ portfolioId }) =>
      ids.includes(portfolioId),
    );
    expect(listed).toMatchObject([{ portfolioId: during.portfolioId, epoch: 0 }]);
    expect((await begin(during)).status).toBe(200);
    const holders = listed.map((one) => ({ ...one, positionQty: formatDecimal(one.positionQty) }));
    await fundPortfolios({ symbol: "BTCUSDT", rate: "0.0001", mark: "100000", fundingMs, holders });
    for (const one of [before, during]) {
      expect(await snapshotOf(one)).toMatchObject({ epoch: 1, balance: "10000" });
    }
  });

  it("of a fall that fires many orders goes through the queue, each filled once", async () => {
    const traders: TestTrader[] = [];
    for (let count = 0; count < 60; count += 1) {
      const one = await world.createTrader();
      traders.push(one);
      await queueOrder(world, one, { kind: "limit", price: "99500", qty: "0.001" });
    }
    await processPricePathAt(world, 99_800, 99_400);
    const ids = traders.map(({ portfolioId }) => portfolioId);
    await until(
      () => getDb().trade.count({ where: { portfolioId: { in: ids } } }),
      (count) => count === 60,
    );
    await until(
      async () => world.deliveries.filter(({ path }) => path === "/api/queue/price-path"),
      (chunks) => chunks.length >= 2,
    );
  });
});
