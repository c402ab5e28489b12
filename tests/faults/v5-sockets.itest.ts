import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { getDb } from "@/lib/db/client";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { type Gateway, startGateway } from "@/lib/gateway/start-gateway";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { sweepDisconnected } from "@/lib/trading/orders/sweep-disconnected";
import { applyChanges } from "@/lib/trading/portfolio/apply-changes";
import { createApiKey, type TestKey } from "@/tests/support/create-api-key";
import { signSocket, signV5 } from "@/tests/support/sign-v5";
import { startTrading, type TestTrader, type TradingWorld, until } from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

type Message = Record<string, unknown> & { topic?: string; data?: Record<string, unknown>[] };

let world: TradingWorld;
let gateway: Gateway;
let trader: TestTrader;
let key: TestKey;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  // A loaded machine may answer later than the product's timeouts.
  vi.stubEnv("DATABASE_TIMEOUT_FACTOR", "10");
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  gateway = await startGateway({ port: 0, host: "127.0.0.1" });
});
afterAll(async () => {
  for (const socket of sockets) socket.terminate();
  await gateway.close();
  await world.close();
});
beforeEach(async () => {
  await world.setMarket("BTCUSDT", 100_000);
  trader = await world.createTrader();
  key = await createApiKey(trader);
});

/** An open socket, and all that it has received. */
async function open(path: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.port}${path}`);
  sockets.push(socket);
  const received: Message[] = [];
  socket.on("message", (data) => received.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const find = (pleases: (message: Message) => boolean) =>
    until(
      async () => received.find(pleases),
      (message) => message !== undefined,
      40_000,
    ) as Promise<Message>;
  return { socket, received, closed, find, send: (message: unknown) => socket.send(JSON.stringify(message)) };
}

async function openPrivate(topics: string[], by: TestKey = key) {
  const opened = await open("/v5/private");
  opened.send({ op: "auth", args: signSocket(by) });
  opened.send({ op: "subscribe", args: topics, req_id: "topics" });
  await opened.find(({ req_id }) => req_id === "topics");
  return opened;
}

async function post(path: string, fields: object, by: TestKey = key) {
  const body = JSON.stringify(fields);
  const url = `http://127.0.0.1:${gateway.port}${path}`;
  const response = await fetch(url, { method: "POST", headers: signV5(by, body), body });
  return (await response.json()) as { retCode: number; result: Record<string, string> };
}
async function get(path: string, query: string, by: TestKey = key) {
  const url = `http://127.0.0.1:${gateway.port}${path}?${query}`;
  const response = await fetch(url, { headers: signV5(by, query) });
  return (await response.json()) as { retCode: number; result: { list: Record<string, string>[] } };
}
const MARKET = { category: "linear", symbol: "BTCUSDT", side: "Buy", orderType: "Market", qty: "0.01" };
const TOPICS = ["order", "execution", "position", "wallet"];

describe("the protocol", () => {
  it("38: answers in order, echoes ids with their type, and survives what is no JSON", async () => {
    const { socket, received, send } = await open("/v5/private");
    send({ op: "auth", args: signSocket(key) });
    send({ op: "subscribe", args: ["order"], req_id: 7 });
    send({ op: "ping", args: 5 });
    socket.send("{");
    send({ op: "ping", req_id: "last" });
    await until(
      async () => received.length,
      (count) => count === 5,
    );
    expect(received.map(({ op, success, req_id }) => [op, success, req_id])).toEqual([
      ["auth", true, ""],
      ["subscribe", true, 7],
      ["pong", undefined, ""],
      ["", false, ""],
      ["pong", undefined, "last"],
    ]);
    expect(socket.readyState).toBe(WebSocket.OPEN);
  });

  it("rejects wrong credentials, private topics without any, and unknown topics", async () => {
    const { find, send, closed } = await open("/v5/private");
    send({ op: "subscribe", args: ["order"], req_id: "early" });
    expect(await find(({ req_id }) => req_id === "early")).toMatchObject({ success: false });
    send({ op: "auth", args: signSocket({ ...key, secret: "wrong" }), req_id: "wrong" });
    expect(await find(({ req_id }) => req_id === "wrong")).toMatchObject({ success: false });
    expect(await closed).toBe(1008);
    const other = await open("/v5/public/linear");
    other.send({ op: "subscribe", args: ["nothing.BTCUSDT"], req_id: "x" });
    expect(await other.find(({ req_id }) => req_id === "x")).toMatchObject({ success: false });
    const trade = await open("/v5/trade");
    trade.send({ op: "order.create", reqId: "r1", args: [MARKET], header: {} });
    expect(await trade.find(({ reqId }) => reqId === "r1")).toMatchObject({ retCode: 10003, data: {} });
    await expect(open("/v5/nowhere")).rejects.toThrow("404");
  });

  it.each(["//", "//[", "http://", "//:99999", "/constructor", "/v5/%70ublic/linear"])(
    "an upgrade of %s is not found, and ends nothing else",
    async (path) => {
      const upgrade = { host: "x", connection: "Upgrade", upgrade: "websocket" };
      const lines = Object.entries(upgrade).map(([name, value]) => `${name}: ${value}\r\n`);
      const socket = connect(gateway.port, "127.0.0.1");
      socket.write(`GET ${path} HTTP/1.1\r\n${lines.join("")}\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1.1 404 /);
      const other = await open("/v5/public/linear?max_active_time=30s");
      expect(other.socket.readyState).toBe(WebSocket.OPEN);
    },
  );
});

describe("private streams", () => {
  it("36: a market order has its messages in order, with one sequence number", async () => {
    const { received, find } = await openPrivate(TOPICS);
    const { result } = await post("/v5/order/create", { ...MARKET, orderLinkId: "a1" });
    const order = await find(({ topic, data }) => topic === "order" && data?.[0]?.orderStatus === "Filled");
    expect(order.data?.[0]).toMatchObject({ orderId: result.orderId, orderLinkId: "a1", cumExecQty: "0.01" });
    const execution = await find(({ topic }) => topic === "execution");
    const position = await find(({ topic, data }) => topic === "position" && data?.[0]?.size === "0.01");
    await find(({ topic }) => topic === "wallet");
    expect(execution.data?.[0]?.seq).toBe(position.data?.[0]?.seq);
    const topics = received.slice(received.indexOf(order)).map(({ topic }) => topic);
    expect(topics.slice(0, 4)).toEqual(TOPICS);
  });

  it("shows stops that are set and cleared", async () => {
    await post("/v5/order/create", MARKET);
    const { find } = await openPrivate(["order"]);
    await post("/v5/position/trading-stop", { category: "linear", symbol: "BTCUSDT", stopLoss: "95000" });
    const set = await find(({ data }) => data?.[0]?.orderStatus === "Untriggered");
    expect(set.data?.[0]).toMatchObject({ stopOrderType: "StopLoss", triggerPrice: "95000" });
    await post("/v5/position/trading-stop", { category: "linear", symbol: "BTCUSDT", stopLoss: "0" });
    const cleared = await find(({ data }) => data?.[0]?.orderStatus === "Deactivated");
    expect(cleared.data?.[0]?.orderId).toBe(set.data?.[0]?.orderId);
  });

  it("shows nothing of another portfolio", async () => {
    const other = await world.createTrader();
    const otherKey = await createApiKey(other);
    const { received } = await openPrivate(TOPICS, otherKey);
    const mine = await openPrivate(TOPICS);
    await post("/v5/order/create", MARKET);
    await mine.find(({ topic }) => topic === "wallet");
    expect(received.filter(({ topic }) => topic !== undefined)).toEqual([]);
  });

  it("42: after a cut the executions by REST are the trades of the database", async () => {
    const first = await openPrivate(["execution"]);
    await post("/v5/order/create", MARKET);
    await first.find(({ topic }) => topic === "execution");
    first.socket.terminate();
    await Promise.all(Array.from({ length: 4 }, () => post("/v5/order/create", MARKET)));
    const second = await openPrivate(["execution"]);
    await post("/v5/order/create", MARKET);
    const stored = () => getDb().trade.findMany({ where: { portfolioId: trader.portfolioId } });
    await until(stored, (trades) => trades.length === 6);
    const { result } = await get("/v5/execution/list", "category=linear&limit=100");
    const ids = result.list.map(({ execId }) => execId);
    expect(new Set(ids).size).toBe(6);
    const streamed = [...first.received, ...second.received].flatMap(({ topic, data }) =>
      topic ? (data ?? []) : [],
    );
    expect(ids).toEqual(expect.arrayContaining(streamed.map(({ execId }) => execId)));
  });

  it("a revoked key's sockets are closed", async () => {
    const { closed } = await openPrivate(["order"]);
    await getDb().apiKey.updateMany({ where: { key: key.key }, data: { revokedAt: new Date() } });
    expect(await closed).toBe(1008);
  });
});

describe("hedge mode", () => {
  const sideOf = (positionIdx: number, changes: object = {}) => ({ ...MARKET, positionIdx, ...changes });
  const hedge = (mode: number) =>
    post("/v5/position/switch-mode", { category: "linear", symbol: "BTCUSDT", mode });
  const listBoth = async () =>
    (await get("/v5/position/list", "category=linear&symbol=BTCUSDT")).result.list.map(
      ({ positionIdx, side, size, stopLoss }) => [positionIdx, side, size, stopLoss],
    );

  it("has both sides of a symbol: opened, protected and closed by their index, with exact money", async () => {
    expect((await hedge(3)).retCode).toBe(0);
    expect((await hedge(3)).retCode).toBe(110025);
    expect(await listBoth()).toEqual([
      [1, "", "0", ""],
      [2, "", "0", ""],
    ]);
    const { find } = await openPrivate(TOPICS);
    expect((await post("/v5/order/create", MARKET)).retCode).toBe(10001);
    await post("/v5/order/create", sideOf(1));
    await post("/v5/order/create", sideOf(2, { side: "Sell", qty: "0.02" }));
    const stop = { category: "linear", symbol: "BTCUSDT", stopLoss: "105000" };
    expect((await post("/v5/position/trading-stop", stop)).retCode).toBe(10001);
    expect((await post("/v5/position/trading-stop", { ...stop, positionIdx: 2 })).retCode).toBe(0);
    expect(await listBoth()).toEqual([
      [1, "Buy", "0.01", ""],
      [2, "Sell", "0.02", "105000"],
    ]);
    const shown = await find(({ topic, data }) => topic === "position" && data?.[1]?.stopLoss === "105000");
    expect(shown.data?.map(({ positionIdx, size }) => [positionIdx, size])).toEqual([
      [1, "0.01"],
      [2, "0.02"],
    ]);
    expect((await hedge(0)).retCode).toBe(110024);
    // A sale of the long side closes it and touches no short one; a purchase with its index would open.
    const reduceOnly = sideOf(1, { reduceOnly: true });
    expect((await post("/v5/order/create", reduceOnly)).retCode).toBe(110017);
    await post("/v5/order/create", sideOf(1, { side: "Sell" }));
    const short = [2, "Sell", "0.02", "105000"];
    expect(await listBoth()).toEqual([[1, "", "0", ""], short]);
    await post("/v5/order/create", sideOf(2, { qty: "0", closeOnTrigger: true }));
    const { result } = await get("/v5/position/closed-pnl", "category=linear");
    expect(result.list.map(({ side, closedSize }) => [side, closedSize])).toEqual([
      ["Buy", "0.02"],
      ["Sell", "0.01"],
    ]);
    // The closing order's message has the net result, of the order that opened none.
    for (const { orderId, closedPnl } of result.list) {
      const isOf = ({ topic, data }: Message) =>
        topic === "order" &&
        data?.some((row) => row.orderId === orderId && row.closedPnl === closedPnl) === true;
      await find(isOf);
      expect(Number(closedPnl)).toBeLessThan(0);
    }
    const log = await get("/v5/account/transaction-log", "accountType=UNIFIED&category=linear&type=TRADE");
    expect(log.result.list.map(({ side, size }) => [side, size])).toEqual([
      ["Buy", "0"],
      ["Sell", "0"],
      ["Sell", "-0.02"],
      ["Buy", "0.01"],
    ]);
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
    const journal = await getDb().journalEntry.findMany({ where: { portfolioId: trader.portfolioId } });
    expect(journal.map(({ side }) => side).sort()).toEqual(["long", "short"]);
    expect((await hedge(0)).retCode).toBe(0);
  });
});

describe("cancelling orders at a disconnection", () => {
  const ask = (timeWindow: number) =>
    post("/v5/order/disconnected-cancel-all", { product: "DERIVATIVES", timeWindow });
  const LIMIT = { ...MARKET, orderType: "Limit", price: "90000" };
  const readSeen = async () =>
    (await getDb().apiKey.findFirstOrThrow({ where: { key: key.key } })).connectedAt;

  /** Sweeps a second after the one before, or after a gap, by the clock of the sweeps. */
  let sweptMs = Date.now();
  const sweep = (gapMs = 1_000) => {
    sweptMs += gapMs;
    return sweepDisconnected(() => sweptMs);
  };
  const readOrders = async () =>
    (await get("/v5/order/realtime", "category=linear&symbol=BTCUSDT")).result.list;

  it("cancels them once no socket of the key has been open for the time that it asked for", async () => {
    expect((await ask(2)).retCode).toBe(10001);
    expect((await ask(3)).retCode).toBe(0);
    await post("/v5/order/create", LIMIT);
    const { socket } = await openPrivate(["order"]);
    const connectedAt = await until(readSeen, (seen) => seen !== null);
    // While the socket is open the time is renewed, and nothing is cancelled.
    await until(readSeen, (seen) => (seen?.getTime() ?? 0) > (connectedAt?.getTime() ?? 0));
    await sweep();
    expect(await readOrders()).toHaveLength(1);
    socket.terminate();
    await until(
      async () => {
        await sweep();
        return readOrders();
      },
      (orders) => orders.length === 0,
      40_000,
    );
    const { result } = await get("/v5/order/history", "category=linear&symbol=BTCUSDT");
    expect(result.list[0]).toMatchObject({ orderStatus: "Cancelled", cancelType: "CancelByDCP" });
    expect(await readSeen()).toBeNull();
  });

  it("does not cancel them because nothing could be recorded or read for a while", async () => {
    const stall = async () => {
      const connectedAt = new Date(Date.now() - 60_000);
      await getDb().apiKey.updateMany({ where: { key: key.key }, data: { connectedAt } });
    };
    await ask(30);
    await post("/v5/order/create", LIMIT);
    for (let count = 0; count < 15; count += 1) await sweep();
    await stall();
    await sweep(60_000);
    for (let count = 0; count < 8; count += 1) await sweep();
    expect(await readOrders()).toHaveLength(1);
    // A socket that is not recorded after it either was closed before.
    for (let count = 0; count < 3; count += 1) await sweep();
    expect(await readOrders()).toHaveLength(0);
    // A gap that is shorter than what the program allows delays nothing.
    await post("/v5/order/create", LIMIT);
    await stall();
    await sweep(10_000);
    expect(await readOrders()).toHaveLength(0);
  });

  it("is switched off by a window of 0", async () => {
    await ask(3);
    await ask(0);
    await openPrivate(["order"]);
    await post("/v5/order/create", LIMIT);
    await sweep();
    expect(await readSeen()).toBeNull();
  });
});

it("checks an order beforehand: the margin rates after it, and nothing is placed", async () => {
  const { retCode, result } = await post("/v5/order/pre-check", { ...MARKET, qty: "0.1" });
  expect(retCode).toBe(0);
  expect(result).toMatchObject({ preImrE4: 0, preMmrE4: 0 });
  // 10,000 at 10x and the fees of both sides, of an equity that is a little below 10,000.
  expect(Number(result.postImrE4)).toBeGreaterThan(1_000);
  expect(Number(result.postImrE4)).toBeLessThan(1_050);
  expect((await post("/v5/order/pre-check", { ...MARKET, qty: "100" })).retCode).toBe(110007);
  expect(await getDb().order.count({ where: { portfolioId: trader.portfolioId } })).toBe(0);
});

describe("stops of a part", () => {
  it("come with the order's fill, as orders of its quantity", async () => {
    const exits = { tpslMode: "Partial", stopLoss: "95000", takeProfit: "105000" };
    const limit = { tpOrderType: "Limit", tpLimitPrice: "105100" };
    expect((await post("/v5/order/create", { ...MARKET, ...limit })).retCode).toBe(10001);
    await post("/v5/order/create", { ...MARKET, ...exits, ...limit });
    const { result } = await get("/v5/order/realtime", "category=linear&symbol=BTCUSDT");
    expect(
      result.list.map(({ stopOrderType, orderType, triggerPrice, price, qty }) => [
        stopOrderType,
        orderType,
        triggerPrice,
        price,
        qty,
      ]),
    ).toEqual([
      ["PartialTakeProfit", "Limit", "105000", "105100", "0.01"],
      ["PartialStopLoss", "Market", "95000", "0", "0.01"],
    ]);
    // Each of the two ends with the other one.
    const all = await post("/v5/order/cancel-all", { category: "linear", symbol: "BTCUSDT" });
    expect([all.retCode, all.result.list?.length]).toEqual([0, 2]);
    expect((await get("/v5/order/realtime", "category=linear&symbol=BTCUSDT")).result.list).toEqual([]);
  });
});

describe("cancelling an order that waits for its first book", () => {
  const LIMIT = { ...MARKET, orderType: "Limit", price: "100000.1" };

  /** Creates an order for which no book comes: the venue's newest one is of before it. */
  async function createWithoutBook(order: object) {
    await world.setMarket("BTCUSDT", 100_000, { atMs: Date.now() });
    const { retCode, result } = await post("/v5/order/create", order);
    expect(retCode).toBe(0);
    return { category: "linear", symbol: "BTCUSDT", orderId: result.orderId };
  }

  const statusOf = async ({ orderId }: { orderId: string | undefined }) =>
    (await get("/v5/order/realtime", `category=linear&symbol=BTCUSDT&orderId=${orderId}`)).result.list[0]
      ?.orderStatus;

  it("is too late once that book has filled it", async () => {
    const order = await createWithoutBook(MARKET);
    await world.setMarket("BTCUSDT", 100_000);
    expect(await post("/v5/order/cancel", order)).toMatchObject({ retCode: 110001 });
    expect(await statusOf(order)).toBe("Filled");
  });

  it.each([
    ["alone", (order: object) => post("/v5/order/cancel", order)],
    ["with all others", () => post("/v5/order/cancel-all", { category: "linear", symbol: "BTCUSDT" })],
  ])("%s, ends it where that book lets it rest", async (_name, cancel) => {
    const order = await createWithoutBook(LIMIT);
    await world.setMarket("BTCUSDT", 100_100);
    expect(await cancel(order)).toMatchObject({ retCode: 0 });
    expect(await statusOf(order)).toBe("Cancelled");
    expect(await getDb().trade.count({ where: { portfolioId: trader.portfolioId } })).toBe(0);
  });

  it("is acknowledged while no book comes, and takes effect behind the book", async () => {
    const order = await createWithoutBook(LIMIT);
    expect(await post("/v5/order/cancel", order)).toMatchObject({ retCode: 0 });
    expect(await statusOf(order)).toBe("New");
    await world.setMarket("BTCUSDT", 100_100);
    await executeMarketOrder({ portfolioId: trader.portfolioId, orderId: order.orderId ?? "" });
    await applyChanges();
    expect(await statusOf(order)).toBe("Cancelled");
  });
});

describe("the trade socket", () => {
  it("29: places and rejects orders under their request ids", async () => {
    const { find, send } = await open("/v5/trade");
    const header = () => ({ "X-BAPI-TIMESTAMP": String(Date.now()), "X-BAPI-RECV-WINDOW": "5000" });
    send({ op: "auth", args: signSocket(key) });
    send({ op: "auth", args: signSocket(key) });
    send({ op: "order.create", reqId: "ok", header: header(), args: [MARKET] });
    send({ op: "order.create", reqId: "bad", header: header(), args: [{ ...MARKET, qty: "4" }] });
    send({ op: "order.create", reqId: "old", header: { "X-BAPI-TIMESTAMP": "1" }, args: [MARKET] });
    send({ op: "order.nothing", reqId: "none", header: header(), args: [MARKET] });
    const made = (await find(({ reqId }) => reqId === "ok")) as Message & { data: unknown };
    expect(made).toMatchObject({ retCode: 0, data: { orderId: expect.any(String) } });
    expect(made.header).toMatchObject({ "X-Bapi-Limit": expect.any(String) });
    expect(await find(({ reqId }) => reqId === "bad")).toMatchObject({ retCode: 110007 });
    expect(await find(({ reqId }) => reqId === "old")).toMatchObject({ retCode: 10002 });
    expect(await find(({ reqId }) => reqId === "none")).toMatchObject({ retCode: 10404 });
  });
});

it("a revoked key trades no more on a socket that is still open", async () => {
  const { find, send, closed } = await open("/v5/trade");
  send({ op: "auth", args: signSocket(key) });
  await find(({ op }) => op === "auth");
  await getDb().apiKey.updateMany({ where: { key: key.key }, data: { revokedAt: new Date() } });
  const header = { "X-BAPI-TIMESTAMP": String(Date.now()), "X-BAPI-RECV-WINDOW": "60000" };
  send({ op: "order.create", reqId: "late", header, args: [MARKET] });
  await closed;
  expect(await getDb().order.count({ where: { portfolioId: trader.portfolioId } })).toBe(0);
});

describe("public streams", () => {
  it("has book, ticker and candle of a symbol", async () => {
    const { find, send } = await open("/v5/public/linear");
    send({ op: "subscribe", args: ["orderbook.50.BTCUSDT", "tickers.BTCUSDT"], req_id: "p" });
    const book = (await find(({ topic }) => topic === "orderbook.50.BTCUSDT")) as { data?: unknown };
    expect(book.data).toMatchObject({ s: "BTCUSDT", b: [["99999.9", "5"]], a: [["100000.1", "5"]] });
    expect((await find(({ topic }) => topic === "tickers.BTCUSDT")).data).toMatchObject({
      lastPrice: "100000.0",
    });
    send({ op: "ping", req_id: "q" });
    expect(await find(({ req_id }) => req_id === "q")).toMatchObject({
      op: "ping",
      success: true,
      ret_msg: "pong",
    });
  });
});
