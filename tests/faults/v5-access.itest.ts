import { generateKeyPairSync } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { GET, POST } from "@/app/v5/[...path]/route";
import { getDb } from "@/lib/db/client";
import { type Gateway, startGateway } from "@/lib/gateway/start-gateway";
import { getEnv } from "@/lib/infra/env/env";
import { ENDPOINTS } from "@/lib/v5/endpoints";
import { verifySignature } from "@/lib/v5/wire/verify-signature";
import { createApiKey, type TestKey } from "@/tests/support/create-api-key";
import { signV5 } from "@/tests/support/sign-v5";
import { orderOf, startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

type Answer = { retCode: number; retMsg: string; result: Record<string, unknown> };
type Sent = {
  method?: string;
  path: string;
  query?: string;
  body?: string;
  headers?: Record<string, string>;
};

let world: TradingWorld;
let gateway: Gateway;
let owner: TestTrader;
let other: TestTrader;
let key: TestKey;
let otherKey: TestKey;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 100_000);
  gateway = await startGateway({ port: 0, host: "127.0.0.1" });
  [owner, other] = await Promise.all([world.createTrader(), world.createTrader()]);
  [key, otherKey] = await Promise.all([createApiKey(owner), createApiKey(other)]);
});
afterAll(async () => {
  await gateway.close();
  await world.close();
});

/** Sends a call to the gateway, which has the target as it was sent. */
async function callGateway({ method = "GET", path, query, body, headers = {} }: Sent): Promise<Answer> {
  const target = query === undefined ? path : `${path}?${query}`;
  const url = `http://127.0.0.1:${gateway.port}${target}`;
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

/** Calls the App Router's handler with a query as Next passes it on. */
async function callRoute({ method = "GET", path, query = "", body, headers = {} }: Sent): Promise<Answer> {
  const url = `http://localhost:3000${path}?${query}`;
  const request = new Request(url, { method, headers, ...(body !== undefined && { body }) });
  const response = await (method === "GET" ? GET(request) : POST(request));
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

const read = (path: string, query = "", by: TestKey = key) =>
  callGateway({ path, query, headers: signV5(by, query) });
const write = (path: string, fields: object, by: TestKey = key) => {
  const body = JSON.stringify(fields);
  return callGateway({ method: "POST", path, body, headers: signV5(by, body) });
};
const ORDER = {
  category: "linear",
  symbol: "BTCUSDT",
  side: "Buy",
  orderType: "Limit",
  qty: "0.01",
  price: "90000",
};

describe("signatures", () => {
  const vectors = [
    ["category=linear&symbol=BTCUSDT&limit=2", "6200c502d974fd8c"],
    ["", "f7a147602e4e0de8"],
    ["category=linear&cursor=a%3Db", "3faf4d243f3eee26"],
    ['{"category":"linear","symbol":"BTCUSDT"}', "1dec4f4cd91fe69f"],
    ['{"category": "linear", "symbol": "BTCUSDT"}', "db96d5013bb27e6d"],
  ] as const;
  it.each(vectors)("39: %s has the signature that ccxt makes", (text, begins) => {
    const vector = { key: "tzk_test_0001", secret: "tz-secret-for-vectors" };
    const { "x-bapi-sign": signature = "" } = signV5(vector, text, { atMs: 1_764_300_000_000 });
    expect(signature.slice(0, 16)).toBe(begins);
    const signed = `1764300000000${vector.key}5000${text}`;
    expect(verifySignature({ secret: vector.secret }, [signed], signature)).toBe(true);
    expect(verifySignature({ secret: vector.secret }, [`${signed} `], signature)).toBe(false);
  });

  /** Queries as clients sign them, and as Next's App Router hands them on. */
  const spellings = [
    ["plain", "category=linear&symbol=BTCUSDT", "category=linear&symbol=BTCUSDT"],
    [
      "ccxt, not escaped",
      "category=linear&orderLinkId=a b!*()'~",
      "category=linear&orderLinkId=a+b%21%2A%28%29%27%7E",
    ],
    [
      "bybit-api",
      "category=linear&orderLinkId=a%20b!*()'~%2Cc",
      "category=linear&orderLinkId=a+b%21%2A%28%29%27%7E%2Cc",
    ],
    [
      "pybit",
      "category=linear&orderLinkId=a+b%21%2A%28%29%27~",
      "category=linear&orderLinkId=a+b%21%2A%28%29%27%7E",
    ],
    ["an empty value", "category=linear&cursor=", "category=linear&cursor="],
  ] as const;
  it.each(spellings)("39: %s is verified by both mounts", async (_what, signed, received) => {
    const path = "/v5/order/realtime";
    const headers = signV5(key, signed);
    expect((await callRoute({ path, query: received, headers })).retCode).toBe(0);
    if (!/[ ']/.test(signed)) expect((await callGateway({ path, query: signed, headers })).retCode).toBe(0);
    const changed = await callRoute({ path, query: `${received}x`, headers });
    expect(changed.retCode).toBe(10004);
  });

  it("39: a bare question mark, a spaced body, and one changed byte", async () => {
    const path = "/v5/user/query-api";
    expect((await callGateway({ path, query: "", headers: signV5(key, "") })).retCode).toBe(0);
    const body = JSON.stringify(ORDER, null, 1);
    const headers = signV5(key, body);
    const sent = { method: "POST", path: "/v5/order/create", headers };
    expect((await callGateway({ ...sent, body: body.replace("0.01", "0.02") })).retCode).toBe(10004);
    expect((await callGateway({ ...sent, body })).retCode).toBe(0);
  });

  it("verifies an RSA key", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
    const { key: text } = await createApiKey(owner, { publicKey: pem });
    const secret = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
    expect((await read("/v5/account/info", "", { key: text, secret })).retCode).toBe(0);
    const { privateKey: foreign } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
    const forged = foreign.export({ type: "pkcs8", format: "pem" }).toString();
    expect((await read("/v5/account/info", "", { key: text, secret: forged })).retCode).toBe(10004);
  });

  it("31: rejections have HTTP status 200 and an empty result", async () => {
    const response = await read("/v5/account/info", "", { ...key, secret: "wrong" });
    expect(response).toMatchObject({ retCode: 10004, result: {} });
    expect(await callGateway({ path: "/v5/account/info" })).toMatchObject({
      retCode: 10001,
      retMsg: expect.stringContaining("apiTimestamp"),
    });
    expect((await read("/v5/account/info", "", { ...key, key: "nobodyskey00" })).retCode).toBe(10003);
    expect((await callGateway({ path: "/v5/nowhere" })).retCode).toBe(10017);
  });

  it("30: rejects a clock that is off, and a call that is sent again later", async () => {
    const call = (atMs: number, window: string) =>
      callGateway({ path: "/v5/account/info", headers: signV5(key, "", { atMs, window }) });
    const nowMs = Date.now();
    expect((await call(nowMs - 60_000, "5000")).retCode).toBe(10002);
    expect((await call(nowMs + 60_000, "5000")).retCode).toBe(10002);
    expect((await call(nowMs - 10_000, "20000")).retCode).toBe(0);
    expect((await call(nowMs - 90_000, "999999999")).retCode).toBe(10002);
    expect((await call(nowMs, "x")).retCode).toBe(10002);
  });
});

describe("what a key is bound to", () => {
  it("30: rights, client IP and expiry", async () => {
    const reader = await createApiKey(owner, { canTrade: false });
    expect((await write("/v5/order/create", ORDER, reader)).retCode).toBe(10005);
    expect((await read("/v5/order/realtime", "settleCoin=USDT", reader)).retCode).toBe(0);
    const elsewhere = await createApiKey(owner, { ips: ["10.1.2.3"] });
    expect((await read("/v5/account/info", "", elsewhere)).retCode).toBe(10010);
    const here = await createApiKey(owner, { ips: ["127.0.0.1"] });
    expect((await read("/v5/account/info", "", here)).retCode).toBe(0);
    const expired = await createApiKey(owner, { expiresAt: new Date(Date.now() - 1) });
    expect((await read("/v5/account/info", "", expired)).retCode).toBe(33004);
  });

  it("a revoked key is rejected at its next call", async () => {
    const revoked = await createApiKey(owner);
    expect((await read("/v5/account/info", "", revoked)).retCode).toBe(0);
    await getDb().apiKey.updateMany({ where: { key: revoked.key }, data: { revokedAt: new Date() } });
    expect((await read("/v5/account/info", "", revoked)).retCode).toBe(10003);
  });

  it("a key neither reads nor moves another portfolio, by any id", async () => {
    const made = await write("/v5/order/create", { ...ORDER, orderLinkId: "mine" });
    const orderId = String(made.result.orderId);
    const seqOf = async () =>
      (await getDb().portfolio.findUniqueOrThrow({ where: { id: owner.portfolioId } })).seq;
    const before = await seqOf();
    const refs: Record<string, string>[] = [{ orderId }, { orderLinkId: "mine" }];
    for (const ref of refs) {
      const query = new URLSearchParams(ref).toString();
      expect((await read("/v5/order/realtime", query, otherKey)).result.list).toEqual([]);
      expect((await read("/v5/order/history", query, otherKey)).result.list).toEqual([]);
      expect((await read("/v5/execution/list", query, otherKey)).result.list).toEqual([]);
      const named = { category: "linear", symbol: "BTCUSDT", ...ref, portfolioId: owner.portfolioId };
      expect((await write("/v5/order/cancel", named, otherKey)).retCode).toBe(110001);
      expect((await write("/v5/order/amend", { ...named, qty: "0.02" }, otherKey)).retCode).toBe(110001);
    }
    const all = {
      category: "linear",
      settleCoin: "USDT",
      portfolioId: owner.portfolioId,
      userId: owner.userId,
    };
    expect((await write("/v5/order/cancel-all", all, otherKey)).result.list).toEqual([]);
    expect(await seqOf()).toBe(before);
    expect((await read("/v5/order/realtime", `orderId=${orderId}`)).result.list).toHaveLength(1);
  });
});

describe("inputs", () => {
  it.each(["inverse", "spot", "option"])("40: %s has empty lists", async (category) => {
    const paths = [
      "order/realtime",
      "order/history",
      "execution/list",
      "position/list",
      "market/instruments-info",
    ];
    for (const path of paths) {
      const { retCode, result } = await read(`/v5/${path}`, `category=${category}`);
      expect([path, retCode, result.list, result.nextPageCursor]).toEqual([path, 0, [], ""]);
    }
    expect((await write("/v5/order/create", { ...ORDER, category })).retCode).toBe(10001);
  });

  it("41: sizes are clamped, late times give nothing, an unknown cursor is rejected", async () => {
    expect((await read("/v5/execution/list", "limit=200")).retCode).toBe(0);
    expect((await read("/v5/execution/list", "limit=0")).retCode).toBe(0);
    const late = await read("/v5/execution/list", "startTime=1700000000000000");
    expect([late.retCode, late.result.list]).toEqual([0, []]);
    expect((await read("/v5/execution/list", "cursor=zzz")).retCode).toBe(10001);
    expect((await read("/v5/execution/list", "cursor=999999999999999")).retCode).toBe(10001);
  });

  it("pages of filtered lists go on to the last line that fits", async () => {
    const trader = await world.createTrader();
    const by = await createApiKey(trader);
    const stop = { ...ORDER, orderType: "Market", triggerPrice: "110000", triggerDirection: 1 };
    await write("/v5/order/create", stop, by);
    for (let count = 0; count < 3; count += 1) await write("/v5/order/create", ORDER, by);
    await write("/v5/order/cancel-all", { category: "linear", settleCoin: "USDT" }, by);
    const pages = async (path: string, query: string, most = 10) => {
      const rows: Record<string, string>[] = [];
      for (let cursor = "", page = 0; page < most; page += 1) {
        const { result } = await read(path, `${query}${cursor && `&cursor=${cursor}`}`, by);
        rows.push(...(result.list as Record<string, string>[]));
        cursor = String(result.nextPageCursor);
        if (cursor === "") break;
        expect((result.list as unknown[]).length).toBeGreaterThan(0);
      }
      return rows;
    };
    const history = (filter: string) => pages("/v5/order/history", `category=linear&limit=2&${filter}`);
    expect((await history("orderFilter=StopOrder")).map(({ stopOrderType }) => stopOrderType)).toEqual([
      "Stop",
    ]);
    expect(await history("orderFilter=Order")).toHaveLength(3);
    expect(await history("baseCoin=BTC")).toHaveLength(4);
    expect(await history("baseCoin=ETH")).toHaveLength(0);
    // The opening of the portfolio is older than these trades.
    await write("/v5/order/create", { ...ORDER, orderType: "Market" }, by);
    await write("/v5/order/create", { ...ORDER, orderType: "Market", side: "Sell", reduceOnly: true }, by);
    const log = (type: string) => pages("/v5/account/transaction-log", `limit=1&type=${type}`);
    expect(await log("TRADE")).toHaveLength(2);
    expect(await log("LIQUIDATION")).toHaveLength(0);
    expect((await log("TRANSFER_IN")).map(({ change }) => change)).toEqual(["10000"]);
    expect(await log("TRANSFER_OUT")).toHaveLength(0);
  });

  it("the raise of a challenge's balance is a cash flow, so that each balance follows from the one before", async () => {
    const trader = await world.createTrader();
    const { portfolioId } = trader;
    const { seq } = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
    const payload = { amount: "2500" };
    const event = { portfolioId, seq: seq + 1, type: "challenge-scaled", at: new Date(), payload };
    await getDb().portfolioEvent.create({ data: { ...event, hash: "0".repeat(64) } });
    const { result } = await read("/v5/account/transaction-log", "", await createApiKey(trader));
    expect(result.list).toMatchObject([
      { type: "TRANSFER_IN", cashFlow: "2500", change: "2500", cashBalance: "12500" },
      { change: "10000", cashBalance: "10000" },
    ]);
  });

  it("an amendment changes what it names, or says why it does not", async () => {
    const by = await createApiKey(await world.createTrader());
    const post = (path: string, fields: object) =>
      write(path, { category: "linear", symbol: "BTCUSDT", ...fields }, by);
    const conditional = { triggerPrice: "110000", triggerDirection: 1, triggerBy: "MarkPrice" };
    const made = await post("/v5/order/create", { ...ORDER, orderType: "Market", ...conditional });
    const amend = (orderId: unknown, fields: object) => post("/v5/order/amend", { orderId, ...fields });
    const { orderId } = made.result;
    expect((await amend(orderId, { triggerPrice: "111000", triggerBy: "LastPrice" })).retCode).toBe(10001);
    expect((await amend(orderId, { triggerPrice: "111000", triggerBy: "MarkPrice" })).retCode).toBe(0);
    const resting = await post("/v5/order/create", { ...ORDER, stopLoss: "85000", slTriggerBy: "MarkPrice" });
    const showStop = async () => {
      const { result } = await read("/v5/order/realtime", `orderId=${resting.result.orderId}`, by);
      const [row] = result.list as Record<string, string>[];
      return [row?.stopLoss, row?.slTriggerBy];
    };
    await amend(resting.result.orderId, { stopLoss: "86000" });
    expect(await showStop()).toEqual(["86000", "MarkPrice"]);
    await amend(resting.result.orderId, { slTriggerBy: "LastPrice" });
    expect(await showStop()).toEqual(["86000", "LastPrice"]);
    // A position's stop, by the id that the wire gives it.
    await post("/v5/order/create", { ...ORDER, orderType: "Market", stopLoss: "95000" });
    const { result } = await read("/v5/order/realtime", "category=linear&symbol=BTCUSDT", by);
    const stop = (result.list as Record<string, string>[]).find(
      ({ stopOrderType }) => stopOrderType === "StopLoss",
    );
    expect((await amend(stop?.orderId, { triggerPrice: "95500", qty: "0.005" })).retCode).toBe(10001);
    expect((await amend(stop?.orderId, { triggerPrice: "95500", price: "95400" })).retCode).toBe(10001);
    expect((await amend(stop?.orderId, { triggerPrice: "95500", triggerBy: "MarkPrice" })).retCode).toBe(0);
    const position = await read("/v5/position/list", "category=linear&symbol=BTCUSDT", by);
    expect(position.result.list).toMatchObject([{ stopLoss: "95500", slTriggerBy: "MarkPrice" }]);
    expect((await amend(stop?.orderId, { triggerPrice: "95500" })).retCode).toBe(10001);
    const showPosition = async () => {
      const { list } = (await read("/v5/position/list", "category=linear&symbol=BTCUSDT", by)).result;
      const [row] = list as Record<string, string>[];
      return [row?.stopLoss, row?.slTriggerBy];
    };
    const protect = async (fields: object) => (await post("/v5/position/trading-stop", fields)).retCode;
    expect(await protect({ stopLoss: "96000" })).toBe(0);
    expect(await showPosition()).toEqual(["96000", "MarkPrice"]);
    expect(await protect({ slTriggerBy: "LastPrice" })).toBe(0);
    expect(await showPosition()).toEqual(["96000", "LastPrice"]);
    expect(await protect({ slTriggerBy: "Last" })).toBe(10001);
    // The stop of a part is another one.
    expect(await protect({ stopLoss: "95000", slSize: "0.005", slTriggerBy: "MarkPrice" })).toBe(0);
    expect(await showPosition()).toEqual(["96000", "LastPrice"]);
  });

  it("a coin that nothing settles in changes no mode", async () => {
    const by = await createApiKey(await world.createTrader());
    const path = "/v5/position/switch-mode";
    expect((await write(path, { category: "linear", coin: "USDC", mode: 3 }, by)).retCode).toBe(10001);
    expect((await write(path, { category: "linear", coin: "USDT", mode: 0 }, by)).retCode).toBe(0);
  });

  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constantFrom(
      "1e309",
      "-0",
      "1e-30",
      "NaN",
      "0x10",
      "9".repeat(400),
      "\u202e",
      "\ud800",
      "a\0b",
      "' OR 1=1 --",
    ),
  );
  const value: fc.Arbitrary<unknown> = fc.oneof(
    { weight: 2, arbitrary: text },
    fc.double(),
    fc.constantFrom(null, true, [], {}, -0, 1e21, [[[]]]),
    fc.jsonValue({ maxDepth: 2 }),
  );
  const names = fc.constantFrom(
    ...[
      "symbol",
      "side",
      "orderType",
      "qty",
      "price",
      "category",
      "orderId",
      "orderLinkId",
      "limit",
      "cursor",
    ],
    ...[
      "startTime",
      "endTime",
      "start",
      "end",
      "interval",
      "request",
      "triggerPrice",
      "triggerDirection",
      "coin",
    ],
    ...[
      "stopLoss",
      "takeProfit",
      "trailingStop",
      "buyLeverage",
      "sellLeverage",
      "margin",
      "mode",
      "openOnly",
    ],
  );
  const RUNS = Number(process.env.FUZZ_RUNS ?? 4);

  it.each(Object.keys(ENDPOINTS))("fault 28: %s has no fault of ours, whatever is sent", async (name) => {
    const [method = "", path = ""] = name.split(" ");
    await fc.assert(
      fc.asyncProperty(fc.dictionary(names, value, { maxKeys: 5 }), async (fields) => {
        const valid = { ...ORDER, orderId: crypto.randomUUID(), interval: "1", mode: 0, ...fields };
        // An object may have a `toString` that is no function.
        const show = (one: unknown) => (typeof one === "object" ? JSON.stringify(one) : String(one));
        const safe = (one: unknown) => encodeURIComponent(show(one).replace(/[\ud800-\udfff]/g, "?"));
        const query = Object.entries(valid)
          .map(([field, one]) => `${field}=${safe(one)}`)
          .join("&");
        const body = JSON.stringify(valid);
        const isRead = method === "GET";
        const headers = signV5(otherKey, isRead ? query : body);
        const response = await callGateway(
          isRead ? { path, query, headers } : { method, path, body, headers },
        );
        expect(response.retMsg).not.toBe("Server error.");
        expect(JSON.stringify(response)).not.toMatch(/\n\s+at |node_modules|Invalid `prisma/);
      }),
      { numRuns: RUNS },
    );
  });
});

describe("an order of a page, sent to the gateway", () => {
  /** Sends an order of `owner` as a page does, but for `changes`. */
  const send = async (changes: { headers?: Record<string, string>; body?: string; method?: string } = {}) => {
    const { method = "POST", body = JSON.stringify(orderOf(owner, { kind: "limit", price: "90000" })) } =
      changes;
    const headers = {
      cookie: owner.cookie,
      origin: getEnv().APP_URL,
      "content-type": "application/json",
      "x-order-timestamp": String(Date.now()),
      ...changes.headers,
    };
    const url = `http://127.0.0.1:${gateway.port}/api/orders`;
    const response = await fetch(url, { method, headers, ...(method === "POST" && { body }) });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };

  it("is accepted once, by the route handler's function", async () => {
    const stamp = { "x-order-timestamp": String(Date.now()) };
    const body = JSON.stringify(orderOf(owner, { kind: "limit", price: "90000" }));
    const first = await send({ headers: stamp, body });
    expect(first.status).toBe(202);
    expect(first.body.order).toMatchObject({ status: "OPEN", portfolioId: owner.portfolioId });
    expect(first.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(await send({ headers: stamp, body })).toMatchObject({ status: 409 });
  });

  it.each([
    ["without a session", { headers: { cookie: "" } }, 401, "unauthorized"],
    ["from another site", { headers: { origin: "https://evil.example" } }, 403, "origin_rejected"],
    ["an hour old", { headers: { "x-order-timestamp": "1795000000000" } }, 422, "order_too_old"],
    ["too long", { body: " ".repeat(70_000) }, 413, "body_too_large"],
    ["that is not JSON", { body: "{" }, 400, "bad_request"],
    ["read", { method: "GET" }, 404, "not_found"],
  ] as const)("is rejected %s", async (_, changes, status, code) => {
    expect(await send(changes)).toMatchObject({ status, body: { error: { code } } });
  });

  it("is rejected for the portfolio of someone else", async () => {
    const body = JSON.stringify(orderOf(other, { kind: "limit", price: "90000" }));
    expect(await send({ body })).toMatchObject({ status: 404, body: { error: { code: "not_found" } } });
  });
});
