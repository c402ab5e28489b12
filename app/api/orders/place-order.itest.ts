import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { PATCH as amend, DELETE as cancelOne } from "@/app/api/orders/[id]/route";
import { GET as exportOrders } from "@/app/api/orders/history/export.csv/route";
import { GET as history } from "@/app/api/orders/history/route";
import { GET as openOrders } from "@/app/api/orders/open/route";
import { DELETE as cancelAll, POST as placeOrder } from "@/app/api/orders/route";
import { GET as events } from "@/app/api/portfolio/events/route";
import { GET as exportFills } from "@/app/api/portfolio/fills/export.csv/route";
import { GET as fills } from "@/app/api/portfolio/fills/route";
import { GET as readPortfolio } from "@/app/api/portfolio/route";
import { POST as reset } from "@/app/api/portfolios/[id]/reset/route";
import { POST as createPortfolio, GET as listPortfolios } from "@/app/api/portfolios/route";
import { POST as closePosition } from "@/app/api/positions/[symbol]/close/route";
import { POST as reversePosition } from "@/app/api/positions/[symbol]/reverse/route";
import { PATCH as changePosition } from "@/app/api/positions/[symbol]/route";
import { POST as closeAll } from "@/app/api/positions/close/route";
import { POST as execute } from "@/app/api/queue/execute/route";
import { grantProduct } from "@/lib/admin/grant-product";
import { endSessions } from "@/lib/auth/session/session-store";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { serveNodeStream } from "@/lib/http/stream/serve-node-stream";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type {
  EventsPage,
  FillsPage,
  OrdersPage,
  PortfolioSnapshot,
  PortfolioStreamEvent,
  TradingResponse,
} from "@/lib/schemas/trading/trading-responses";
import { openPracticePortfolio } from "@/lib/trading/portfolio/manage-portfolios";
import {
  callAs,
  orderOf,
  positionIn,
  priceOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

let world: TradingWorld;
let trader: TestTrader;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], routes: { "/api/queue/execute": execute } });
  world.lead();
  await until(
    () => priceOf("BTCUSDT"),
    (price) => price.last > 0n,
  );
  trader = await world.createTrader();
});
afterAll(() => world.close());

const snapshotOf = async (of: TestTrader) =>
  (await callAs<PortfolioSnapshot>(of, readPortfolio, { path: `/api/portfolio?id=${of.portfolioId}` })).body;

const place = (of: TestTrader, changes: Partial<PlaceOrderBody> = {}) =>
  callAs<TradingResponse>(of, placeOrder, { method: "POST", body: orderOf(of, changes) });

/** A price at this distance from the market, in percent, as text on the tick. */
async function priceAt(percent: number): Promise<string> {
  const { last } = await priceOf("BTCUSDT");
  // As the API formats it: without trailing zeros.
  return String(Number(((Number(last / 10n ** 14n) / 1e4) * (percent / 100)).toFixed(1)));
}

async function buy(of: TestTrader, qty = "0.01"): Promise<PortfolioSnapshot> {
  const before = positionIn(await snapshotOf(of))?.qty ?? "0";
  expect((await place(of, { qty })).status).toBe(202);
  return until(
    () => snapshotOf(of),
    (portfolio) => (positionIn(portfolio)?.qty ?? "0") !== before && portfolio.orders.length === 0,
  );
}

describe("a market order", () => {
  it("is accepted, filled from the book, and answered the same when it is sent again", async () => {
    const body = orderOf(trader);
    const first = await callAs<TradingResponse>(trader, placeOrder, { method: "POST", body });
    expect(first.status, JSON.stringify(first.body)).toBe(202);
    expect(first.body.order).toMatchObject({ id: body.clientOrderId, qty: "0.01" });
    const filled = await until(
      () => snapshotOf(trader),
      (portfolio) => positionIn(portfolio) !== undefined,
    );
    expect(positionIn(filled)).toMatchObject({ side: "long", qty: "0.01" });
    const headers = { "x-order-timestamp": String(Date.now() + 1) };
    const again = await callAs<TradingResponse>(trader, placeOrder, { method: "POST", body, headers });
    expect(again.status).toBe(202);
    expect(again.body.order).toMatchObject({ id: body.clientOrderId, status: "FILLED" });
    expect(positionIn(again.body.portfolio)).toMatchObject({ qty: "0.01" });
    const page = await callAs<FillsPage>(trader, fills, { path: "/api/portfolio/fills" });
    expect(page.body.fills).toHaveLength(1);
    expect(page.body.fills[0]).toMatchObject({ orderId: body.clientOrderId, liquidity: "taker" });
    expect(page.body.fills[0]?.levels.length).toBeGreaterThan(0);
    const log = await callAs<EventsPage>(trader, events, { path: "/api/portfolio/events" });
    const types = log.body.events.map((event) => event.type);
    expect(types).toEqual(["order-filled", "order-accepted", "portfolio-opened"]);
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  });

  it("may not be changed into another one under its id", async () => {
    const body = orderOf(trader);
    await callAs(trader, placeOrder, { method: "POST", body });
    const other = await callAs(trader, placeOrder, { method: "POST", body: { ...body, qty: "0.02" } });
    expect([other.status, other.body.error?.code]).toEqual([409, "client_order_id_reused"]);
  });
});

describe("a resting order", () => {
  it("is amended, cancelled, and found in the history", async () => {
    const one = await world.createTrader();
    const price = await priceAt(99.2);
    const placed = await place(one, { kind: "limit", price });
    expect(placed.body.order).toMatchObject({ status: "OPEN", price });
    const id = placed.body.order?.id ?? "";
    const lower = await priceAt(99.1);
    const amended = await callAs<TradingResponse>(one, amend, {
      method: "PATCH",
      params: { id },
      body: { portfolioId: one.portfolioId, price: lower },
    });
    // On a loaded machine the price path may lag behind: then a change is deferred.
    expect([200, 202]).toContain(amended.status);
    const open = await until(
      () => callAs<OrdersPage>(one, openOrders, { path: "/api/orders/open" }),
      ({ body }) => body.orders[0]?.price === lower,
    );
    expect(open.body.orders.map((order) => order.id)).toEqual([id]);
    const path = `/api/orders/${id}?portfolioId=${one.portfolioId}`;
    const cancelled = await callAs<TradingResponse>(one, cancelOne, {
      method: "DELETE",
      path,
      params: { id },
    });
    expect([200, 202]).toContain(cancelled.status);
    const past = await until(
      () => callAs<OrdersPage>(one, history, { path: "/api/orders/history" }),
      ({ body }) => body.orders.length > 0,
    );
    expect(past.body.orders[0]).toMatchObject({ id, status: "CANCELLED", reason: "requested" });
    const day = past.body.orders[0]?.endedAt?.slice(0, 10) ?? "";
    const find = async (filter: string) =>
      (await callAs<OrdersPage>(one, history, { path: `/api/orders/history?${filter}` })).body.orders?.length;
    const kept = `symbol=BTCUSDT&side=buy&kind=limit&status=CANCELLED&from=${day}&to=${day}`;
    const missed = [
      "symbol=ETHUSDT",
      "side=sell",
      "kind=market",
      "status=FILLED",
      "from=2100-01-01",
      "to=2000-01-01",
    ];
    expect(await find(kept)).toBe(1);
    expect(await Promise.all(missed.map(find))).toEqual(missed.map(() => 0));
    const invalid = ["status=OPEN", "kind=other", "from=2026-02-31", "cursor=x"];
    expect(await Promise.all(invalid.map(find))).toEqual(invalid.map(() => undefined));
    const twice = await callAs(one, cancelOne, { method: "DELETE", path, params: { id } });
    expect([twice.status, twice.body.error?.code]).toEqual([422, "order_not_open"]);
  });

  it("goes with all the others", async () => {
    const one = await world.createTrader();
    const price = await priceAt(99.2);
    for (let count = 0; count < 3; count += 1) await place(one, { kind: "limit", price });
    const path = `/api/orders?portfolioId=${one.portfolioId}`;
    const reply = await callAs<TradingResponse>(one, cancelAll, { method: "DELETE", path });
    // On a loaded machine the price path may lag behind: then the change is deferred.
    expect([200, 202]).toContain(reply.status);
    await until(
      () => snapshotOf(one),
      ({ orders }) => orders.length === 0,
    );
  });
});

describe("an export", () => {
  it("has the rows that pass the filter, for those whose tier has exports", async () => {
    const one = await world.createTrader();
    const read = (route: typeof exportOrders, path: string) =>
      route(new Request(new URL(path, "http://localhost:3000"), { headers: { cookie: one.cookie } }));
    await buy(one);
    expect((await read(exportOrders, "/api/orders/history/export.csv")).status).toBe(403);
    const grant = { userId: one.userId, product: "pro", days: 1, reason: "A test." };
    await grantProduct(one.userId, grant);
    const orders = await read(exportOrders, "/api/orders/history/export.csv");
    expect(orders.headers.get("content-disposition")).toContain("orders.csv");
    const lines = (await orders.text()).trim().split("\r\n");
    expect(lines[0]).toMatch(/^acceptedAt,endedAt,orderId,symbol,side,kind,status,/);
    expect(lines[1]).toContain(",BTCUSDT,buy,market,FILLED,");
    expect(lines).toHaveLength(2);
    const trades = await read(exportFills, "/api/portfolio/fills/export.csv?side=sell");
    expect((await trades.text()).trim().split("\r\n")).toHaveLength(1);
  });
});

describe("the feed's publication", () => {
  it("fills what rests in its way, closes by a stop, and leaves the rest alone", async () => {
    const one = await world.createTrader();
    const price = await priceAt(99.5);
    await place(one, { kind: "limit", price, stopLoss: { price: await priceAt(98) } });
    await place(one, { kind: "limit", price: await priceAt(95), leverage: "10" });
    const push = async (...percents: number[]) => {
      const prices = await Promise.all(percents.map(priceAt));
      await world.controlVenue({ push: { symbol: "BTCUSDT", prices } });
    };
    await push(99.8, 99.4, 99.2);
    // A resting order fills no more than the quantity of each print: several small ones may be needed.
    const filled = await until(
      () => snapshotOf(one),
      (portfolio) => positionIn(portfolio)?.qty === "0.01",
    );
    expect(Number(positionIn(filled)?.entryPrice)).toBeLessThanOrEqual(Number(price));
    await push(98.9, 98.1, 97.8, 97.6);
    const closed = await until(
      () => snapshotOf(one),
      (portfolio) => portfolio.positions.length === 0,
    );
    expect(closed.orders).toHaveLength(1);
    const log = await callAs<EventsPage>(one, events, { path: "/api/portfolio/events" });
    const closes = log.body.events.filter((event) => event.type === "round-trip-closed");
    expect(closes.map((event) => event.type === "round-trip-closed" && event.purpose)).toEqual(["stop"]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });
});

describe("a position", () => {
  it("takes stops and leverage, is closed in part, reversed, and closed", async () => {
    const one = await world.createTrader();
    await buy(one, "0.02");
    const stop = await priceAt(90);
    const changed = await callAs<TradingResponse>(one, changePosition, {
      method: "PATCH",
      params: { symbol: "BTCUSDT" },
      body: { portfolioId: one.portfolioId, stopLoss: { price: stop }, leverage: "5" },
    });
    expect([200, 202]).toContain(changed.status);
    const held = await until(
      () => snapshotOf(one),
      (portfolio) => positionIn(portfolio)?.stopLoss !== null,
    );
    expect(positionIn(held)).toMatchObject({
      stopLoss: { price: String(Number(stop)), by: "last" },
      leverage: "5",
    });
    const params = { symbol: "BTCUSDT" };
    const half = { portfolioId: one.portfolioId, clientOrderId: "close-half-1", fraction: "0.5" };
    expect((await callAs(one, closePosition, { method: "POST", params, body: half })).status).toBe(202);
    await until(
      () => snapshotOf(one),
      (portfolio) => positionIn(portfolio)?.qty === "0.01",
    );
    const reverse = { portfolioId: one.portfolioId, clientOrderId: "reverse-it-1" };
    expect((await callAs(one, reversePosition, { method: "POST", params, body: reverse })).status).toBe(202);
    await until(
      () => snapshotOf(one),
      (portfolio) => positionIn(portfolio)?.side === "short",
    );
    const all = { portfolioId: one.portfolioId, clientOrderId: "close-everything" };
    expect((await callAs(one, closeAll, { method: "POST", body: all })).status).toBe(202);
    await until(
      () => snapshotOf(one),
      (portfolio) => portfolio.positions.length === 0,
    );
    const again = { portfolioId: one.portfolioId, clientOrderId: "close-again-1" };
    const none = await callAs(one, closePosition, { method: "POST", params, body: again });
    expect([none.status, none.body.error?.code]).toEqual([422, "no_position"]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });
});

describe("portfolios", () => {
  it("are as many as the tier allows, and begin again on demand", async () => {
    const one = await world.createTrader();
    const more = await callAs(one, createPortfolio, { method: "POST", body: { name: "Second" } });
    expect([more.status, more.body.error?.code]).toEqual([422, "portfolio_limit_reached"]);
    await buy(one);
    const reply = await callAs<TradingResponse>(one, reset, {
      method: "POST",
      params: { id: one.portfolioId },
      body: { opening: "5000" },
    });
    // Behind a price path that is not walked yet the reset is accepted and done later.
    expect([200, 202], JSON.stringify(reply.body)).toContain(reply.status);
    const portfolio = await until(
      () => snapshotOf(one),
      ({ epoch }) => epoch === 1,
    );
    expect(portfolio).toMatchObject({ balance: "5000", positions: [], orders: [] });
    const list = await callAs<{ portfolios: { id: string }[] }>(one, listPortfolios);
    expect(list.body.portfolios.map(({ id }) => id)).toEqual([one.portfolioId]);
    expect(await verifyPortfolio(one.portfolioId)).toBeNull();
  });
});

describe("what is not the trader's", () => {
  it("is not found, whatever is asked of it", async () => {
    const owner = await world.createTrader();
    const other = await world.createTrader();
    const { portfolioId } = owner;
    const placed = await place(owner, { kind: "limit", price: await priceAt(99.2) });
    const id = placed.body.order?.id ?? "";
    const before = await snapshotOf(owner);
    const params = { id, symbol: "BTCUSDT" };
    const clientOrderId = "foreign-order-1";
    const responses = await Promise.all([
      callAs(other, readPortfolio, { path: `/api/portfolio?id=${portfolioId}` }),
      callAs(other, openOrders, { path: `/api/orders/open?portfolioId=${portfolioId}` }),
      callAs(other, history, { path: `/api/orders/history?portfolioId=${portfolioId}` }),
      callAs(other, fills, { path: `/api/portfolio/fills?portfolioId=${portfolioId}` }),
      callAs(other, events, { path: `/api/portfolio/events?portfolioId=${portfolioId}` }),
      callAs(other, placeOrder, { method: "POST", body: orderOf(owner) }),
      callAs(other, cancelAll, { method: "DELETE", path: `/api/orders?portfolioId=${portfolioId}` }),
      callAs(other, cancelOne, { method: "DELETE", params, path: `/x?portfolioId=${portfolioId}` }),
      callAs(other, amend, { method: "PATCH", params, body: { portfolioId, qty: "0.5" } }),
      callAs(other, changePosition, { method: "PATCH", params, body: { portfolioId, leverage: "2" } }),
      callAs(other, closePosition, { method: "POST", params, body: { portfolioId, clientOrderId } }),
      callAs(other, reversePosition, { method: "POST", params, body: { portfolioId, clientOrderId } }),
      callAs(other, closeAll, { method: "POST", body: { portfolioId, clientOrderId } }),
      callAs(other, reset, { method: "POST", params: { id: portfolioId }, body: {} }),
      callAs(other, cancelOne, {
        method: "DELETE",
        params: { id: "nothing" },
        path: `/x?portfolioId=${other.portfolioId}`,
      }),
    ]);
    expect(responses.map(({ status, body }) => [status, body.error?.code])).toEqual(
      responses.map(() => [404, "not_found"]),
    );
    expect((await snapshotOf(owner)).seq).toBe(before.seq);
    expect((await callAs({ cookie: "" }, readPortfolio)).status).toBe(401);
  });
});

describe("bad input", () => {
  const bad: [why: string, changes: Record<string, unknown>][] = [
    ["a quantity that is no number", { qty: "many" }],
    ["a quantity that overflows", { qty: "1e400" }],
    ["negative zero", { qty: "-0" }],
    ["a negative quantity", { qty: "-1" }],
    ["sixty digits", { qty: "1".repeat(60) }],
    ["more than eighteen decimals", { qty: "0.0000000000000000001" }],
    ["a quantity of another type", { qty: 1 }],
    ["NaN", { kind: "limit", price: "NaN" }],
    ["an unknown side", { side: "hold" }],
    ["an unknown kind", { kind: "iceberg" }],
    ["a symbol of another form", { symbol: "btc/usdt" }],
    ["a key too many", { balance: "1000000" }],
    ["a client order id that is too short", { clientOrderId: "x" }],
  ];
  it.each(bad)("%s is rejected with 400 and changes nothing", async (_, changes) => {
    const before = await snapshotOf(trader);
    const reply = await callAs(trader, placeOrder, {
      method: "POST",
      body: { ...orderOf(trader), ...changes },
    });
    expect([reply.status, reply.body.error?.code]).toEqual([400, "bad_request"]);
    expect((await snapshotOf(trader)).seq).toBe(before.seq);
  });

  it("a quantity of zero is rejected by its reason", async () => {
    const reply = await place(trader, { qty: "0" });
    expect([reply.status, reply.body.error?.code]).toEqual([422, "qty_below_min"]);
  });

  it("an order without a time, or of another time, is rejected", async () => {
    const body = orderOf(trader);
    const at = (stamp: string) =>
      callAs(trader, placeOrder, { method: "POST", body, headers: { "x-order-timestamp": stamp } });
    expect((await at("")).body.error?.code).toBe("timestamp_required");
    expect((await at(String(Date.now() - 60_000))).body.error?.code).toBe("order_too_old");
    expect((await at(String(Date.now() + 60_000))).body.error?.code).toBe("order_from_future");
  });
});

describe("the stream", () => {
  it("gives a portfolio to its owner, from where it was left, and ends with the session", async () => {
    const server = createServer((request, response) => void serveNodeStream(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const owner = await world.createTrader();
    const open = (cookie: string, query = "") =>
      fetch(`http://127.0.0.1:${port}/api/stream?symbols=BTCUSDT&portfolio=${owner.portfolioId}${query}`, {
        headers: { cookie },
      });
    try {
      expect((await open("")).status).toBe(401);
      expect((await open((await world.createTrader()).cookie)).status).toBe(404);
      const first = readPortfolioEvents(await open(owner.cookie));
      await until(
        async () => first.events,
        (heard) => heard.length === 1,
      );
      expect(first.events[0]?.events).toEqual([]);
      const cursor = first.events[0]?.seq ?? 0;
      await buy(owner);
      await until(
        async () => first.events.flatMap((heard) => heard.events.map((event) => event.type)),
        (types) => types.includes("order-filled"),
      );
      const resumed = readPortfolioEvents(await open(owner.cookie, `&after=${cursor}`));
      await until(
        async () => resumed.events,
        (heard) => heard.length > 0,
      );
      const seqs = resumed.events[0]?.events.map((event) => event.seq) ?? [];
      expect(seqs[0]).toBe(cursor + 1);
      expect(resumed.events[0]?.snapshot.positions).toHaveLength(1);
      await endSessions(owner.userId, new Date());
      await until(
        async () => [first.isEnded(), resumed.isEnded()],
        ([a, b]) => a === true && b === true,
      );
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });

  it("gives several portfolios of one owner, each from where it was left, and none with another's", async () => {
    const server = createServer((request, response) => void serveNodeStream(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const owner = await world.createTrader();
    const second = await openPracticePortfolio(owner.userId, {
      name: "Second",
    });
    const open = (ids: string[], after: string) =>
      fetch(`http://127.0.0.1:${port}/api/stream?symbols=BTCUSDT&portfolio=${ids}&after=${after}`, {
        headers: { cookie: owner.cookie },
      });
    try {
      const other = await world.createTrader();
      expect((await open([owner.portfolioId, other.portfolioId], "")).status).toBe(404);
      const { seq } = await snapshotOf(owner);
      const both = readPortfolioEvents(await open([owner.portfolioId, second.id], `${seq},`));
      await until(
        async () => both.events.map(({ portfolioId }) => portfolioId),
        (ids) => ids.includes(second.id),
      );
      await buy(owner);
      await until(
        async () => both.events.filter(({ portfolioId }) => portfolioId === owner.portfolioId),
        (heard) => heard.some(({ events }) => events.some(({ type }) => type === "order-filled")),
      );
      const seqs = both.events.flatMap(({ portfolioId, events }) =>
        portfolioId === owner.portfolioId ? events.map((event) => event.seq) : [],
      );
      expect(seqs[0]).toBe(seq + 1);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

function readPortfolioEvents(response: Response) {
  const heard: PortfolioStreamEvent[] = [];
  let ended = false;
  const read = async () => {
    let rest = "";
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + Buffer.from(chunk).toString()).split("\n\n");
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const match = /^id: (\d+)\nevent: portfolio\ndata: (.*)$/.exec(block);
        if (match) heard.push(JSON.parse(match[2] ?? "") as PortfolioStreamEvent);
      }
    }
  };
  read().then(
    () => {
      ended = true;
    },
    () => {
      ended = true;
    },
  );
  return { events: heard, isEnded: () => ended };
}
