import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DELETE as cancelOne } from "@/app/api/orders/[id]/route";
import { DELETE as stopChase } from "@/app/api/orders/chase/[id]/route";
import { GET as listChases } from "@/app/api/orders/chase/route";
import { POST as placeGroup } from "@/app/api/orders/group/route";
import { POST as placeOrder } from "@/app/api/orders/route";
import { DELETE as stopTwap } from "@/app/api/orders/twap/[id]/route";
import { GET as listTwaps } from "@/app/api/orders/twap/route";
import { PUT as changeModes } from "@/app/api/portfolios/[id]/modes/route";
import { PATCH as changePortfolio } from "@/app/api/portfolios/[id]/route";
import { POST as createPortfolio, GET as listPortfolios } from "@/app/api/portfolios/route";
import { grantProduct } from "@/lib/admin/grant-product";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import type { OrderDto, PortfoliosResponse, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import type { ChasesResponse, TwapsResponse } from "@/lib/schemas/trading/twaps";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { sweepChases } from "@/lib/trading/orders/sweep-chases";
import { sweepOrders } from "@/lib/trading/orders/sweep-orders";
import { sweepTwaps } from "@/lib/trading/orders/sweep-twaps";
import { setHalts } from "@/tests/faults/set-halts";
import { fillOrder, processPricePathAt, snapshotOf } from "@/tests/faults/trading-steps";
import {
  callAs,
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
} from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

let world: TradingWorld;
beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

const place = async (of: TestTrader, terms: object) => {
  const { portfolioId, clientOrderId, symbol } = orderOf(of);
  const body = { portfolioId, clientOrderId, symbol, ...terms };
  await world.setMarket("BTCUSDT", 100_000);
  const headers = { prefer: "respond-async" };
  return callAs<TradingResponse>(of, placeGroup, { method: "POST", body, headers });
};
const terms = (orders: readonly OrderDto[]) =>
  orders.map(({ kind, side, qty, price, trigger }) => [kind, side, qty, price ?? trigger?.price]);
const SCALE = { kind: "scale", side: "buy", qty: "0.003", from: "99000", to: "98000", count: 3 };
const OCO = { kind: "oco", side: "sell", qty: "0.01", price: "102000", trigger: "98000", reduceOnly: true };

describe("a ladder", () => {
  it("places all of its orders, once for one id, each of which can be cancelled", async () => {
    const trader = await world.createTrader();
    const { status, body } = await place(trader, SCALE);
    expect(status).toBe(202);
    expect(terms(body.portfolio.orders)).toEqual([
      ["limit", "buy", "0.001", "98000"],
      ["limit", "buy", "0.001", "98500"],
      ["limit", "buy", "0.001", "99000"],
    ]);
    const [first] = body.portfolio.orders;
    const path = `/api/orders/${encodeURIComponent(first?.id ?? "")}?portfolioId=${trader.portfolioId}`;
    const params = { id: first?.id ?? "" };
    expect((await callAs(trader, cancelOne, { method: "DELETE", path, params })).status).toBe(200);
    expect((await snapshotOf(trader)).orders).toHaveLength(2);
  });

  it("places none where one is rejected, and says what can't be spread", async () => {
    const trader = await world.createTrader();
    const tooMuch = await place(trader, { ...SCALE, qty: "30" });
    expect(tooMuch.body.error?.code).toBe("insufficient_margin");
    expect((await snapshotOf(trader)).orders).toEqual([]);
    const tooSmall = await place(trader, { ...SCALE, qty: "0.002" });
    expect([tooSmall.status, tooSmall.body.error?.code]).toEqual([400, "bad_request"]);
  });
});

describe("a pair of orders", () => {
  it("loses its stop when its limit is filled", async () => {
    const trader = await world.createTrader();
    await fillOrder(world, trader, { qty: "0.01" });
    // One that only reduces is cancelled by the engine as soon as nothing is left to reduce.
    expect((await place(trader, { ...OCO, reduceOnly: false })).status).toBe(202);
    await processPricePathAt(world, 101_000, 102_500);
    const { orders, positions } = await snapshotOf(trader);
    expect([orders, positions]).toEqual([[], []]);
  });

  it("loses its limit when its stop is triggered, and ends when the trader cancels one", async () => {
    const trader = await world.createTrader();
    await fillOrder(world, trader, { qty: "0.02" });
    await place(trader, OCO);
    await processPricePathAt(world, 99_000, 97_900);
    const pair = (await snapshotOf(trader)).orders.filter(({ id }) => id.startsWith("oco:"));
    expect(pair.filter(({ kind }) => kind === "limit")).toEqual([]);

    const { body } = await place(trader, { ...OCO, qty: "0.005" });
    const id = body.portfolio.orders.find(({ qty, kind }) => qty === "0.005" && kind === "limit")?.id ?? "";
    const path = `/api/orders/${encodeURIComponent(id)}?portfolioId=${trader.portfolioId}`;
    await callAs(trader, cancelOne, { method: "DELETE", path, params: { id } });
    expect((await snapshotOf(trader)).orders.filter(({ qty }) => qty === "0.005")).toEqual([]);
  });
});

const TWAP = { kind: "twap", side: "buy", qty: "0.004", count: 4, minutes: 4 };

/** A TWAP of a new trader, with the instants of its minutes. */
async function startTwap(terms: object = {}) {
  const trader = await world.createTrader();
  expect((await place(trader, { ...TWAP, ...terms })).status).toBe(202);
  const [begun] = await twapsOf(trader);
  if (!begun) throw new Error("There is no TWAP.");
  const at = (minutes: number) => () => Date.parse(begun.startsAt) + minutes * 60_000;
  return { trader, id: begun.id, at };
}

const twapsOf = async (of: TestTrader) => {
  const path = `/api/orders/twap?portfolioId=${of.portfolioId}`;
  return (await callAs<TwapsResponse>(of, listTwaps, { path })).body.twaps;
};

/** Executes the orders that wait for a book. */
async function executeQueued(of: TestTrader): Promise<void> {
  const { orders } = await snapshotOf(of);
  await world.setMarket("BTCUSDT", 100_000);
  for (const { id } of orders) await executeMarketOrder({ portfolioId: of.portfolioId, orderId: id });
}

describe("a TWAP", () => {
  it("sends each slot’s order once, spreads what was missed, and ends with its time", async () => {
    const { trader, at } = await startTwap();
    const both = await Promise.all([sweepTwaps(at(0)), sweepTwaps(at(0))]);
    expect(both.toSorted()).toEqual([0, 1]);
    await executeQueued(trader);
    expect(await twapsOf(trader)).toMatchObject([
      { status: "active", sent: 1, filled: "0.001", qty: "0.004" },
    ]);
    expect(await sweepTwaps(at(0.5))).toBe(0);
    // No process ran for two of its slots.
    expect(await sweepTwaps(at(3))).toBe(1);
    await executeQueued(trader);
    expect(await twapsOf(trader)).toMatchObject([
      { sent: 2, filled: "0.004", averagePrice: expect.any(String) },
    ]);
    expect(await sweepTwaps(at(4))).toBe(0);
    expect(await twapsOf(trader)).toMatchObject([{ status: "ended", nextAt: null }]);
  });

  it("sends nothing once it is stopped or its time is over, and waits while the market is halted", async () => {
    const { trader, id, at } = await startTwap();
    const path = `/api/orders/twap/${id}?portfolioId=${trader.portfolioId}`;
    const other = await world.createTrader();
    expect((await callAs(other, stopTwap, { method: "DELETE", path, params: { id } })).status).toBe(404);
    await callAs(trader, stopTwap, { method: "DELETE", path, params: { id } });
    const late = await startTwap();
    const halted = await startTwap();
    // Archived while it began.
    const archived = await startTwap();
    const archiving = { where: { id: archived.trader.portfolioId }, data: { archivedAt: new Date() } };
    await getDb().portfolio.update(archiving);
    await setHalts(["halt:BTCUSDT"]);
    expect(await sweepTwaps(archived.at(0))).toBe(0);
    await setHalts([]);
    expect(await twapsOf(halted.trader)).toMatchObject([{ status: "active", sent: 0 }]);
    expect(await sweepTwaps(halted.at(10))).toBe(0);
    expect(await twapsOf(trader)).toMatchObject([{ status: "stopped", sent: 0 }]);
    expect(await twapsOf(archived.trader)).toMatchObject([{ status: "stopped", sent: 0 }]);
    expect(await twapsOf(late.trader)).toMatchObject([{ status: "ended", sent: 0, filled: "0" }]);
    expect(await sweepTwaps(at(1))).toBe(0);
  });

  it("is one for one clientOrderId, which another TWAP can’t have", async () => {
    const { trader, id } = await startTwap();
    const again = { ...TWAP, clientOrderId: id };
    expect((await place(trader, { ...again, qty: "0.0040" })).status).toBe(202);
    for (const other of [
      { qty: "0.005" },
      { side: "sell" },
      { count: 3 },
      { minutes: 5 },
      { leverage: "3" },
    ]) {
      const { status, body } = await place(trader, { ...again, ...other });
      expect([status, body.error?.code]).toEqual([409, "client_order_id_reused"]);
    }
    expect(await twapsOf(trader)).toMatchObject([{ id, qty: "0.004", count: 4 }]);
  });

  it("ends with the reason where an order is rejected for good, and is rejected where it can’t be spread", async () => {
    const { trader, at } = await startTwap({ qty: "40" });
    await sweepTwaps(at(0));
    expect(await twapsOf(trader)).toMatchObject([{ status: "rejected", reason: "insufficient_margin" }]);
    const short = await place(trader, { ...TWAP, count: 200, minutes: 1 });
    expect([short.status, short.body.error?.code]).toEqual([400, "bad_request"]);
  });
});

const CHASE = { kind: "chase", side: "buy", qty: "0.01", distance: "500", minutes: 30 };

const chasesOf = async (of: TestTrader) => {
  const path = `/api/orders/chase?portfolioId=${of.portfolioId}`;
  return (await callAs<ChasesResponse>(of, listChases, { path })).body.chases;
};

/** Moves the market and lets the server follow. */
async function follow(price: number): Promise<void> {
  await world.setMarket("BTCUSDT", price);
  await sweepChases();
}

const priceOf = async (of: TestTrader) => Number((await chasesOf(of))[0]?.price ?? Number.NaN);

describe("a chase", () => {
  it("keeps one limit order at the best bid, up to its distance, and ends when that is filled", async () => {
    const trader = await world.createTrader();
    const { status, body } = await place(trader, CHASE);
    expect(status).toBe(202);
    const start = Number(body.order?.price);
    expect(start).toBeLessThanOrEqual(100_000);
    await follow(100_200);
    expect(await priceOf(trader)).toBe(start + 200);
    await follow(99_900);
    expect(await priceOf(trader)).toBe(start - 100);
    await follow(101_000);
    expect(await priceOf(trader)).toBe(start + 500);
    expect((await snapshotOf(trader)).orders).toHaveLength(1);
    await processPricePathAt(world, 100_900, 100_000);
    await sweepChases();
    expect(await chasesOf(trader)).toMatchObject([{ status: "ended", filled: "0.01", price: null }]);
  });

  it("ends with its order: stopped, cancelled, or when its time is over", async () => {
    const [stopped, cancelled, late] = await Promise.all([
      world.createTrader(),
      world.createTrader(),
      world.createTrader(),
    ]);
    for (const one of [stopped, cancelled, late]) expect((await place(one, CHASE)).status).toBe(202);
    const [chase] = await chasesOf(stopped);
    const id = chase?.id ?? "";
    const path = `/api/orders/chase/${id}?portfolioId=${stopped.portfolioId}`;
    expect((await callAs(late, stopChase, { method: "DELETE", path, params: { id } })).status).toBe(404);
    await callAs(stopped, stopChase, { method: "DELETE", path, params: { id } });
    const [order] = (await snapshotOf(cancelled)).orders;
    const orderPath = `/api/orders/${encodeURIComponent(order?.id ?? "")}?portfolioId=${cancelled.portfolioId}`;
    await callAs(cancelled, cancelOne, {
      method: "DELETE",
      path: orderPath,
      params: { id: order?.id ?? "" },
    });
    const [lateChase] = await chasesOf(late);
    await sweepChases(() => Date.parse(lateChase?.endsAt ?? ""));
    for (const [one, status] of [
      [stopped, "stopped"],
      [cancelled, "stopped"],
      [late, "ended"],
    ] as const) {
      expect(await chasesOf(one)).toMatchObject([{ status, filled: "0" }]);
      expect((await snapshotOf(one)).orders).toEqual([]);
    }
  });

  it("is one for one clientOrderId, leaves nothing where its order is rejected, and goes on after a restart", async () => {
    const trader = await world.createTrader();
    const { body } = await place(trader, CHASE);
    const id = body.order?.id.slice("chase:".length) ?? "";
    expect((await place(trader, { ...CHASE, clientOrderId: id })).status).toBe(202);
    const other = await place(trader, { ...CHASE, clientOrderId: id, distance: "600" });
    expect([other.status, other.body.error?.code]).toEqual([409, "client_order_id_reused"]);
    expect(await chasesOf(trader)).toHaveLength(1);

    const poor = await world.createTrader();
    const tooMuch = await place(poor, { ...CHASE, qty: "40" });
    expect(tooMuch.body.error?.code).toBe("insufficient_margin");
    expect(await chasesOf(poor)).toEqual([]);

    // The process ended between the chase and its order.
    const lost = await world.createTrader();
    const at = { startsAt: new Date(Date.now() - 60_000), endsAt: new Date(Date.now() + 60_000) };
    const terms = { symbol: "BTCUSDT", side: "sell", qty: "0.01", distance: "500", limitPrice: "99000" };
    await getDb().chaseOrder.create({
      data: {
        portfolioId: lost.portfolioId,
        id: "lost-chase",
        epoch: 0,
        ...terms,
        reduceOnly: false,
        status: "active",
        ...at,
      },
    });
    await follow(100_000);
    expect((await snapshotOf(lost)).orders).toMatchObject([{ id: "chase:lost-chase", side: "sell" }]);
  });
});

describe("a TWAP and a chase across a change of the position mode", () => {
  const hedge = (of: TestTrader, positionMode: "hedge" | "one-way") =>
    callAs(of, changeModes, { method: "PUT", params: { id: of.portfolioId }, body: { positionMode } });
  const held = async (of: TestTrader) =>
    (await snapshotOf(of)).positions.map(({ side, qty }) => [side, qty]).toSorted();

  it("open and close their own side", async () => {
    // Begun in one-way mode, before its first order; the mode can't change once it has traded.
    const { trader, at } = await startTwap({ side: "sell", qty: "0.002", count: 2, minutes: 2 });
    expect((await hedge(trader, "hedge")).status).toBe(200);
    await fillOrder(world, trader, { qty: "0.01" });
    for (const minutes of [0, 1]) {
      await sweepTwaps(at(minutes));
      await executeQueued(trader);
    }
    expect(await held(trader)).toEqual([
      ["long", "0.01"],
      ["short", "0.002"],
    ]);
    expect((await hedge(trader, "one-way")).body.error?.code).toBe("mode_with_position");
    const chase = { ...CHASE, qty: "0.002", reduceOnly: true };
    expect((await place(trader, chase)).status).toBe(202);
    await processPricePathAt(world, 100_000, 99_000);
    await sweepChases();
    expect(await held(trader)).toEqual([["long", "0.01"]]);
    await fillOrder(world, trader, { side: "sell", qty: "0.01", reduceOnly: true });
    expect((await hedge(trader, "one-way")).status).toBe(200);
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  });
});

describe("a good-till-date order", () => {
  it("expires at its instant, and is not taken for a past one", async () => {
    const trader = await world.createTrader();
    await world.setMarket("BTCUSDT", 100_000);
    const resting = { kind: "limit", price: "99000", qty: "0.001" } as const;
    const submit = (expiresAt: string) =>
      callAs<TradingResponse>(trader, placeOrder, {
        method: "POST",
        body: orderOf(trader, { ...resting, expiresAt }),
        headers: { prefer: "respond-async" },
      });
    const soonMs = Date.now() + 60_000;
    const { body } = await submit(new Date(soonMs).toISOString());
    expect(body.order?.expiresAt).toBe(new Date(soonMs).toISOString());
    expect((await submit("2026-01-01T00:00:00.000Z")).body.error?.code).toBe("bad_request");
    await sweepOrders(soonMs - 1_000);
    expect((await snapshotOf(trader)).orders).toHaveLength(1);
  });
});

describe("a portfolio", () => {
  it("is renamed, archived out of the list and put back, but not the last one", async () => {
    const trader = await world.createTrader();
    await grantProduct(trader.userId, { userId: trader.userId, reason: "a test", product: "pro", days: 1 });
    const change = (id: string, body: object) =>
      callAs<PortfoliosResponse>(trader, changePortfolio, {
        method: "PATCH",
        path: `/api/portfolios/${id}`,
        params: { id },
        body,
      });
    const renamed = await change(trader.portfolioId, { name: "Scalping" });
    expect(renamed.body.portfolios[0]?.name).toBe("Scalping");
    const last = await change(trader.portfolioId, { isArchived: true });
    expect([last.status, last.body.error?.code]).toEqual([409, "portfolio_not_archived"]);
    await callAs(trader, createPortfolio, { method: "POST", body: { name: "Swing", opening: "5000" } });
    await fillOrder(world, trader, { qty: "0.001" });
    expect((await change(trader.portfolioId, { isArchived: true })).status).toBe(409);
    const { body } = await callAs<PortfoliosResponse>(trader, listPortfolios, { path: "/api/portfolios" });
    const swing = body.portfolios.find(({ name }) => name === "Swing");
    expect(swing?.balance).toBe("5000");
    const archived = await change(swing?.id ?? "", { isArchived: true });
    expect(archived.body.portfolios.map(({ isArchived }) => isArchived)).toEqual([false, true]);
    const tradeSwing = () => {
      const own = { ...trader, portfolioId: swing?.id ?? "" };
      const order = orderOf(own, { kind: "limit", price: "90000", qty: "0.001" });
      return callAs<TradingResponse>(own, placeOrder, { method: "POST", body: order });
    };
    const whileArchived = await tradeSwing();
    expect([whileArchived.status, whileArchived.body.error?.code]).toEqual([409, "portfolio_archived"]);
    const spread = await place({ ...trader, portfolioId: swing?.id ?? "" }, TWAP);
    expect([spread.status, spread.body.error?.code]).toEqual([409, "portfolio_archived"]);
    const back = await change(swing?.id ?? "", { isArchived: false });
    expect(back.body.portfolios.map(({ isArchived }) => isArchived)).toEqual([false, false]);
    expect((await tradeSwing()).status).toBe(202);
    // The state of the last order is still known to this process: the write itself rejects the next one.
    await getDb().portfolio.update({ where: { id: swing?.id ?? "" }, data: { archivedAt: new Date() } });
    expect((await tradeSwing()).body.error?.code).toBe("portfolio_archived");
  });
});
