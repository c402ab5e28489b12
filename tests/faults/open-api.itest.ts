import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as alertRoute from "@/app/api/hooks/alerts/[token]/route";
import * as mcp from "@/app/api/mcp/route";
import { POST as executeQueued } from "@/app/api/queue/execute/route";
import { POST as deliver } from "@/app/api/queue/webhook/route";
import { POST as postV5 } from "@/app/v5/[...path]/route";
import { recordProof } from "@/lib/auth/recent-proof";
import { PLANS } from "@/lib/core/challenge/plans";
import { ONE, parseMoney } from "@/lib/core/decimal";
import { REJECT_SENTENCES } from "@/lib/core/engine/orders/reject-reason";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { createAlertHook } from "@/lib/hooks/create-alert-hook";
import { listReceivedAlerts } from "@/lib/hooks/list-alert-hooks";
import { revokeAlertHook } from "@/lib/hooks/revoke-alert-hook";
import { readMailbox } from "@/lib/infra/mail";
import { AppError } from "@/lib/schemas/api-error";
import type { WebhookTopic } from "@/lib/schemas/programs/webhooks";
import { type PlaceOrderBody, placeOrderSchema } from "@/lib/schemas/trading/trading";
import { awaitFill } from "@/lib/trading/orders/await-fill";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { consumeKeyLimit } from "@/lib/v5/consume-key-limit";
import { createWebhook } from "@/lib/webhooks/create-webhook";
import { deliverWebhook } from "@/lib/webhooks/deliver-webhook";
import { readOwnWebhooks, resendMessage } from "@/lib/webhooks/manage-webhooks";
import { sweepWebhooks } from "@/lib/webhooks/sweep-webhooks";
import { createApiKey, type TestKey } from "@/tests/support/create-api-key";
import { signV5 } from "@/tests/support/sign-v5";
import {
  orderOf,
  startTrading,
  type TestTrader,
  type TradingWorld,
  until,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

let world: TradingWorld;
let trader: TestTrader;
let key: TestKey;

beforeAll(async () => {
  process.env.WEBHOOKS_TO_LOOPBACK = "on";
  process.env.DEV_MAILBOX = "on";
  const routes = { "/api/queue/webhook": deliver, "/api/queue/execute": executeQueued };
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes });
  await world.setMarket("BTCUSDT", 100_000);
  trader = await world.createTrader();
  key = await createApiKey(trader);
});
afterAll(() => world.close());

/** Waits for the end of a market order: on a busy machine its book comes after the response. */
async function filled(portfolioId: string, clientOrderId: string): Promise<void> {
  await until(
    async () => (await getDb().order.findFirst({ where: { portfolioId, clientOrderId } }))?.status,
    (status) => status === "FILLED",
  );
}

const seqOf = async (portfolioId: string) =>
  (await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } })).seq;

// biome-ignore lint/suspicious/noExplicitAny: the bodies are of many tools, and each test names what it reads
type Result = { isError: boolean; body: any };

vi.mock("@/lib/v5/consume-key-limit", async (importOriginal) => {
  const original = await importOriginal<typeof import("@/lib/v5/consume-key-limit")>();
  return { ...original, consumeKeyLimit: vi.fn(original.consumeKeyLimit) };
});

/** The limits that a piece of work counts for. */
async function limitsOf(work: () => Promise<unknown>): Promise<string[]> {
  vi.mocked(consumeKeyLimit).mockClear();
  await work();
  return vi.mocked(consumeKeyLimit).mock.calls.map(([name]) => name);
}

async function connect(bearer: string): Promise<Client> {
  const transport = new StreamableHTTPClientTransport(new URL("http://localhost:3000/api/mcp"), {
    requestInit: { headers: { authorization: `Bearer ${bearer}` } },
    // Next answers a method that the route doesn't export with 405.
    fetch: async (url, init) =>
      init?.method === "POST" ? mcp.POST(new Request(url, init)) : new Response(null, { status: 405 }),
  });
  const client = new Client({ name: "test", version: "1.0.0" });
  await client.connect(transport as never);
  return client;
}

async function callTool(client: Client, name: string, input: object = {}): Promise<Result> {
  const result = await client.callTool({ name, arguments: input as Record<string, unknown> });
  const [content] = result.content as { text: string }[];
  return { isError: result.isError === true, body: JSON.parse(content?.text ?? "{}") };
}

describe("an assistant over MCP", () => {
  const BUY = { symbol: "BTCUSDT", side: "buy", kind: "market", qty: "0.01", stopLoss: { price: "95000" } };

  it("lists the tools of its rights, each with the schema of its input", async () => {
    const client = await connect(`${key.key}.${key.secret}`);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      ...["get_ticker", "get_order_book", "get_candles", "get_portfolio", "list_orders", "list_fills"],
      ...["list_journal", "get_challenge", "place_order", "amend_order", "cancel_order"],
    ]);
    const place = tools.find(({ name }) => name === "place_order");
    expect(place?.inputSchema.required).toEqual(
      expect.arrayContaining(["symbol", "side", "kind", "qty", "idempotencyKey"]),
    );
    const reader = await createApiKey(trader, { canTrade: false });
    const readOnly = await connect(`${reader.key}.${reader.secret}`);
    const names = (await readOnly.listTools()).tools.map(({ name }) => name);
    expect(names.filter((name) => name.endsWith("_order"))).toEqual([]);
    const denied = await readOnly.callTool({ name: "cancel_order", arguments: {} }).catch((error) => error);
    expect(JSON.stringify(denied)).toMatch(/not found/);
  });

  it("tries an order without placing it, places it once, and reads what became of it", async () => {
    const client = await connect(`${key.key}.${key.secret}`);
    const before = await seqOf(trader.portfolioId);
    const tried = await callTool(client, "place_order", {
      ...BUY,
      idempotencyKey: "try-00001",
      dryRun: true,
    });
    expect(await seqOf(trader.portfolioId)).toBe(before);
    await callTool(client, "place_order", { ...BUY, idempotencyKey: "buy-00001" });
    await filled(trader.portfolioId, "buy-00001");
    const after = await seqOf(trader.portfolioId);
    const placed = await callTool(client, "place_order", { ...BUY, idempotencyKey: "buy-00001" });
    expect(await seqOf(trader.portfolioId)).toBe(after);
    expect(placed.body.order).toMatchObject({ status: "FILLED", averagePrice: "100000.1" });
    const { dryRun } = tried.body;
    expect(dryRun).toMatchObject({ outcome: "fills", fee: placed.body.order.fees, headroom: null });
    expect(dryRun.fills.averagePrice).toBe(placed.body.order.averagePrice);
    const { openedAt: _a, ...expected } = dryRun.positionAfter;
    expect(placed.body.position).toMatchObject(expected);
    expect(Number(dryRun.lossAtStop)).toBeGreaterThan(50);

    const fills = await callTool(client, "list_fills");
    expect(fills.body.fills.map(({ orderId }: { orderId: string }) => orderId)).toEqual(["buy-00001"]);
    expect((await callTool(client, "get_portfolio")).body.positions).toHaveLength(1);
    expect((await callTool(client, "get_challenge")).body).toEqual({ challenge: null });
    const book = await callTool(client, "get_order_book", { symbol: "BTCUSDT", limit: 1 });
    expect(book.body).toMatchObject({ s: "BTCUSDT", b: [[expect.any(String), expect.any(String)]] });
    expect((await callTool(client, "get_ticker", { symbol: "BTCUSDT" })).body.list).toHaveLength(1);
  });

  it("each message counts for one limit, and what only reduces for that of exits", async () => {
    const client = await connect(`${key.key}.${key.secret}`);
    const call = (name: string, input: object) => () => callTool(client, name, input).catch(() => null);
    const order = { symbol: "BTCUSDT", side: "sell", kind: "market", qty: "0.01", dryRun: true };
    const target = { orderId: "none", idempotencyKey: "limit-001", dryRun: true };
    expect(await limitsOf(() => client.listTools())).toEqual(["read"]);
    expect(await limitsOf(call("get_ticker", { symbol: "BTCUSDT" }))).toEqual(["read"]);
    expect(await limitsOf(call("get_ticker", { symbol: 7 }))).toEqual(["read"]);
    expect(await limitsOf(call("nothing", {}))).toEqual(["read"]);
    const placed = { ...order, idempotencyKey: "limit-002" };
    expect(await limitsOf(call("place_order", placed))).toEqual(["order"]);
    expect(await limitsOf(call("place_order", { ...placed, reduceOnly: true }))).toEqual(["exit"]);
    expect(await limitsOf(call("amend_order", { ...target, price: "1" }))).toEqual(["order"]);
    expect(await limitsOf(call("amend_order", { ...target, triggerPrice: "1" }))).toEqual(["exit"]);
    expect(await limitsOf(call("cancel_order", target))).toEqual(["exit"]);
  });

  it("amends and cancels once for each idempotency key", async () => {
    const client = await connect(`${key.key}.${key.secret}`);
    const limit = { symbol: "BTCUSDT", side: "buy", kind: "limit", qty: "0.01", price: "90000" };
    await callTool(client, "place_order", { ...limit, idempotencyKey: "rest-0001" });
    const change = { orderId: "rest-0001", price: "91000", idempotencyKey: "amend-001" };
    const tried = await callTool(client, "amend_order", { ...change, dryRun: true });
    expect(tried.body.dryRun).toMatchObject({ before: { price: "90000" }, after: { price: "91000" } });
    const twice = await Promise.all([1, 2].map(() => callTool(client, "amend_order", change)));
    const amended = twice.filter(({ isError }) => !isError);
    expect(amended.length).toBeGreaterThan(0);
    for (const { body } of amended) expect(body.order).toMatchObject({ price: "91000" });
    for (const { body } of twice.filter(({ isError }) => isError))
      expect(body.error.code).toBe("order_replayed");
    const reused = await callTool(client, "amend_order", { ...change, price: "92000" });
    expect([reused.isError, reused.body.error.code]).toEqual([true, "client_order_id_reused"]);
    const cancel = { orderId: "rest-0001", idempotencyKey: "cancel-01" };
    const first = await callTool(client, "cancel_order", cancel);
    expect(first.body.order).toMatchObject({ status: "CANCELLED" });
    const after = await seqOf(trader.portfolioId);
    expect(await callTool(client, "cancel_order", cancel)).toEqual(first);
    expect(await seqOf(trader.portfolioId)).toBe(after);
    const late = await callTool(client, "cancel_order", { ...cancel, idempotencyKey: "cancel-02" });
    expect(late.body.error.code).toBe("order_not_open");
    const ended = await callTool(client, "list_orders", { state: "ended", limit: 1 });
    expect(ended.body.orders[0]).toMatchObject({ id: "rest-0001", status: "CANCELLED" });
  });

  it("rejects by the engine's reasons, and reaches no other portfolio", async () => {
    const other = await world.createTrader();
    const foreign = await createApiKey(other);
    const client = await connect(`${foreign.key}.${foreign.secret}`);
    const big = { ...BUY, qty: "90", idempotencyKey: "big-00001" };
    for (const dryRun of [true, false]) {
      const { isError, body } = await callTool(client, "place_order", { ...big, dryRun });
      expect([isError, body.error.code]).toEqual([true, "insufficient_margin"]);
    }
    const taken = { orderId: "buy-00001", idempotencyKey: "steal-001", portfolioId: trader.portfolioId };
    const { portfolioId: _p, ...plain } = taken;
    expect((await callTool(client, "cancel_order", plain)).body.error.code).toBe("not_found");
    expect(JSON.stringify(await client.callTool({ name: "cancel_order", arguments: taken }))).toMatch(
      /portfolioId/,
    );
    expect((await callTool(client, "list_journal")).body.entries).toEqual([]);
  });

  it.each([
    ["no bearer", () => ""],
    ["a key without its secret", () => key.key],
    ["a wrong secret", () => `${key.key}.${"0".repeat(48)}`],
    ["an unknown key", () => `nobodyskey00.${key.secret}`],
  ])("401 for %s", async (_what, bearer) => {
    const request = new Request("http://localhost:3000/api/mcp", {
      method: "POST",
      headers: { authorization: `Bearer ${bearer()}`, "content-type": "application/json" },
      body: "{}",
    });
    const response = await mcp.POST(request);
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  });
});

let session: { userId: string; sessionId: string };
beforeAll(async () => {
  session = { userId: trader.userId, sessionId: "alert-session" };
  await recordProof(session.sessionId);
});

async function openHook(of: { userId: string; portfolioId: string } = trader) {
  const { url, hook } = await createAlertHook(
    { ...session, userId: of.userId },
    { portfolioId: of.portfolioId, name: "Strategy" },
  );
  const post = async (message: object | string) => {
    const body = typeof message === "string" ? message : JSON.stringify(message);
    const request = new Request(url, { method: "POST", body });
    const params = Promise.resolve({ token: url.split("/").at(-1) ?? "" });
    const response = await alertRoute.POST(request, { params });
    return { status: response.status, body: await response.json() };
  };
  return { hook, url, post };
}

describe("TradingView alerts", () => {
  it("trades one portfolio, and logs what came of each", async () => {
    const own = await world.createTrader();
    const { post, hook, url } = await openHook(own);
    const bought = await post({ action: "buy", ticker: "BYBIT:BTCUSDT.P", quantity: 0.0109 });
    expect(bought).toMatchObject({ status: 200, body: { outcome: "accepted" } });
    await filled(own.portfolioId, bought.body.orderId);
    const [order] = await getDb().order.findMany({ where: { portfolioId: own.portfolioId } });
    expect(order?.qty.toFixed()).toBe("0.01");
    const flat = { action: "sell", ticker: "BTCUSDT", quantity: "3", position: "flat", time: new Date() };
    await filled(own.portfolioId, (await post(flat)).body.orderId);
    expect(await getDb().position.count({ where: { portfolioId: own.portfolioId } })).toBe(0);
    const rejected = [
      await post({ action: "buy", ticker: "NOTACOIN", quantity: 1 }),
      await post("buy now"),
      await post({ action: "close", ticker: "BTCUSDT" }),
      await post({ action: "buy", ticker: "BTCUSDT", quantity: "90" }),
    ];
    expect(rejected.map(({ body }) => body.error.code)).toEqual([
      ...["unknown_symbol", "bad_request", "no_position", "insufficient_margin"],
    ]);
    const calls = await listReceivedAlerts(own.userId);
    expect(calls.map(({ code }) => code)).toEqual([
      ...["insufficient_margin", "no_position", "bad_request", "unknown_symbol", null, null],
    ]);
    expect(calls[2]).toMatchObject({ body: "buy now", outcome: "rejected", hookName: "Strategy" });
    expect(await listReceivedAlerts(trader.userId)).toEqual([]);
    const stored = await getDb().alertHook.findFirstOrThrow({ where: { id: hook.id } });
    expect(url).not.toContain(stored.tokenHash);
    expect(JSON.stringify(stored)).not.toContain(url.split("/").at(-1));
  });

  it("rejects a replay within a minute, and a message whose time is older", async () => {
    const { post } = await openHook();
    const rest = { action: "buy", ticker: "BTCUSDT", quantity: "0.001", limitPrice: "90000" };
    const before = await getDb().order.count({ where: { portfolioId: trader.portfolioId } });
    const twice = await Promise.all([post(rest), post(rest), post(rest)]);
    expect(twice.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const late = { ...rest, time: new Date(Date.now() - 61_000).toISOString() };
    expect((await post(late)).body.error.code).toBe("alert_too_old");
    expect((await post({ ...rest, time: new Date().toISOString() })).status).toBe(200);
    expect(await getDb().order.count({ where: { portfolioId: trader.portfolioId } })).toBe(before + 2);
  });

  it("an alert that only reduces counts for the limit of exits", async () => {
    const { post } = await openHook(await world.createTrader());
    const limitOf = (message: object | string) => limitsOf(() => post(message));
    expect(await limitOf({ action: "buy", ticker: "BTCUSDT", quantity: "0.001" })).toEqual(["order"]);
    expect(await limitOf({ action: "close", ticker: "BTCUSDT" })).toEqual(["exit"]);
    const reducing = { action: "sell", ticker: "BTCUSDT", quantity: "0.001", reduceOnly: true };
    expect(await limitOf(reducing)).toEqual(["exit"]);
    expect(await limitOf("buy now")).toEqual(["order"]);
  });

  it("keeps the newest 200 in the log", async () => {
    const own = await world.createTrader();
    const { hook, post } = await openHook(own);
    const old = Array.from({ length: 205 }, (_, index) => ({
      portfolioId: own.portfolioId,
      id: `old-${index}`,
      hookId: hook.id,
      receivedAt: new Date(1_000 * index),
      body: "",
      outcome: "accepted",
      message: "",
    }));
    await getDb().alertHookCall.createMany({ data: old });
    await post("no json");
    const kept = await getDb().alertHookCall.findMany({ where: { portfolioId: own.portfolioId } });
    expect(kept).toHaveLength(200);
    expect(kept.some(({ id }) => id === "old-6")).toBe(true);
    expect(kept.some(({ id }) => id === "old-5")).toBe(false);
  });

  it("needs a recent proof, the user's own portfolio, and a token in use", async () => {
    const { post, hook } = await openHook();
    const stale = { userId: trader.userId, sessionId: "no-proof" };
    const body = { portfolioId: trader.portfolioId, name: "Other" };
    await expect(createAlertHook(stale, body)).rejects.toMatchObject({ code: "proof_required" });
    await expect(revokeAlertHook(stale, hook.id)).rejects.toMatchObject({ code: "proof_required" });
    const stranger = await world.createTrader();
    const foreign = { ...session, userId: stranger.userId };
    await expect(createAlertHook(foreign, body)).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeAlertHook(foreign, hook.id)).rejects.toMatchObject({ code: "not_found" });
    await revokeAlertHook(session, hook.id);
    const late = await post({ action: "buy", ticker: "BTCUSDT", quantity: "0.01" });
    expect([late.status, late.body.error.code]).toEqual([401, "unauthorized"]);
  });
});

describe("webhooks", () => {
  type Delivery = { path: string; body: string; headers: Record<string, string> };
  let receiver: Server;
  let origin = "";
  const received: Delivery[] = [];
  const answers = new Map<string, { status: number; location?: string }>();
  let session: { userId: string; sessionId: string };

  beforeAll(async () => {
    receiver = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request.setEncoding("utf8")) body += chunk;
      const path = request.url ?? "/";
      received.push({ path, body, headers: request.headers as Record<string, string> });
      const { status, location } = answers.get(path) ?? { status: 200 };
      response.writeHead(status, location === undefined ? {} : { location }).end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`;
    session = { userId: trader.userId, sessionId: "webhook-session" };
    await recordProof(session.sessionId);
  });
  afterAll(() => new Promise((resolve) => receiver.close(resolve)));

  async function openWebhook(path: string) {
    const own = await world.createTrader();
    const topics: WebhookTopic[] = ["fill", "stop", "liquidation", "challenge", "journal"];
    const by = { ...session, userId: own.userId };
    const made = await createWebhook(by, { portfolioId: own.portfolioId, url: `${origin}${path}`, topics });
    return { own, ...made };
  }
  const receivedAt = (path: string) => received.filter((one) => one.path === path);
  const deadOf = async (userId: string) => (await readOwnWebhooks(userId)).failures;
  /** Another attempt, without the queue's pause. */
  const deliverAll = async (portfolioId: string) => {
    const waiting = await getDb().webhookMessage.findMany({ where: { portfolioId, status: "waiting" } });
    for (const { id } of waiting) {
      await deliverWebhook({ portfolioId, messageId: id }).catch((error) => {
        if (!(error instanceof AppError)) throw error;
      });
    }
  };

  it("tells of fills and of the journal through the queue, each message signed", async () => {
    const { own, secret } = await openWebhook("/good");
    const subjects = async () =>
      ((await readMailbox()) ?? [])
        .filter(({ to }) => to === `${own.userId}@example.com`)
        .map((one) => one.subject);
    await expect.poll(subjects, { timeout: 60_000 }).toEqual(["A new webhook"]);
    await fillOrder(own, { qty: "0.01" });
    await fillOrder(own, { side: "sell", reduceOnly: true, qty: "0.01" });
    await sweepWebhooks();
    await until(
      async () => receivedAt("/good").length,
      (count) => count === 3,
    );
    const bodies = receivedAt("/good").map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ topic }) => topic).sort()).toEqual(["fill", "fill", "journal"]);
    expect(bodies.find(({ topic }) => topic === "fill")?.data.fill).toMatchObject({
      symbol: "BTCUSDT",
      qty: "0.01",
    });
    for (const { body, headers } of receivedAt("/good")) {
      const { "x-webhook-timestamp": at = "", "x-webhook-signature": signature } = headers;
      expect(createHmac("sha256", secret).update(`${at}.${body}`).digest("hex")).toBe(signature);
      expect(Math.abs(Number(at) * 1_000 - Date.now())).toBeLessThan(60_000);
    }
    // A second sweep finds nothing new.
    await sweepWebhooks();
    expect(await getDb().webhookMessage.count({ where: { portfolioId: own.portfolioId } })).toBe(3);
  });

  it("gives up after four attempts, lists the message, and sends it again", async () => {
    const { own } = await openWebhook("/broken");
    answers.set("/broken", { status: 500 });
    await fillOrder(own, { qty: "0.01" });
    await sweepWebhooks();
    await until(
      async () => receivedAt("/broken").length,
      (count) => count === 1,
    );
    for (let attempt = 0; attempt < 3; attempt += 1) await deliverAll(own.portfolioId);
    const [failure] = await until(
      () => deadOf(own.userId),
      (failures) => failures.length === 1,
    );
    expect(failure).toMatchObject({ topic: "fill", attempts: 4, error: "The receiver answered 500." });
    await expect(resendMessage(trader.userId, failure?.id ?? "")).rejects.toMatchObject({
      code: "not_found",
    });
    answers.delete("/broken");
    await resendMessage(own.userId, failure?.id ?? "");
    await until(
      async () =>
        (await getDb().webhookMessage.findFirst({ where: { portfolioId: own.portfolioId } }))?.status,
      (status) => status === "delivered",
    );
    expect(await deadOf(own.userId)).toEqual([]);
  });

  it("follows no redirect", async () => {
    const { own } = await openWebhook("/moved");
    answers.set("/moved", { status: 302, location: `${origin}/elsewhere` });
    await fillOrder(own, { qty: "0.01" });
    await sweepWebhooks();
    await until(
      async () => receivedAt("/moved").length,
      (count) => count === 1,
    );
    await until(
      async () =>
        (await getDb().webhookMessage.findFirst({ where: { portfolioId: own.portfolioId } }))?.lastError,
      (error) => error === "Redirects are not followed (302).",
    );
    expect(receivedAt("/elsewhere")).toEqual([]);
  });

  it.each([
    ["a private address", "https://10.0.0.1/hook"],
    ["the metadata of a cloud", "https://169.254.169.254/latest"],
    ["a private address in IPv6", "https://[fd00::1]/"],
    ["one that is mapped", "https://[::ffff:192.168.1.1]/"],
    ["one in another notation", "https://0xa000001/"],
    ["plain HTTP to the internet", "http://1.1.1.1/"],
    ["a user name", "https://user:pass@1.1.1.1/"],
    ["a name that doesn't exist", "https://nowhere.invalid/"],
  ])("rejects %s", async (_what, url) => {
    const body = { portfolioId: trader.portfolioId, url, topics: ["fill" as const] };
    await expect(createWebhook(session, body)).rejects.toMatchObject({ code: "webhook_url_rejected" });
  });

  it("tries again where the name has no address at the moment", async () => {
    const { own } = await openWebhook("/unnamed");
    const url = "https://nowhere.invalid/";
    await getDb().webhook.updateMany({ where: { portfolioId: own.portfolioId }, data: { url } });
    await fillOrder(own, { qty: "0.01" });
    await sweepWebhooks();
    const message = await until(
      () =>
        getDb().webhookMessage.findFirst({ where: { portfolioId: own.portfolioId, attempts: { gt: 0 } } }),
      (found) => found !== null,
    );
    expect(message).toMatchObject({ lastError: "The URL's host has no address." });
    expect(message?.status === "waiting" || (message?.attempts ?? 0) > 1).toBe(true);
  });

  it("checks the address at each delivery again", async () => {
    const { own } = await openWebhook("/later");
    // The name of the URL now leads to a private address.
    await getDb().webhook.updateMany({
      where: { portfolioId: own.portfolioId },
      data: { url: "https://192.168.7.7/" },
    });
    await fillOrder(own, { qty: "0.01" });
    await sweepWebhooks();
    const [failure] = await until(
      () => deadOf(own.userId),
      (failures) => failures.length === 1,
    );
    expect(failure).toMatchObject({ attempts: 1, error: "The URL must lead to the public internet." });
    expect(receivedAt("/later")).toEqual([]);
  });
});

/** Places a market order and waits for its fill. */
async function fillOrder(of: TestTrader, changes: Partial<PlaceOrderBody>): Promise<void> {
  const body = placeOrderSchema.parse(orderOf(of, changes));
  await awaitFill(await placeOrder(of.userId, body));
  await filled(of.portfolioId, body.clientOrderId);
}

describe("a challenge whose plan rejects programs", () => {
  async function openChallenge(): Promise<TestTrader> {
    const one = await world.createTrader();
    const [plan] = PLANS;
    if (plan === undefined) throw new Error("There are no plans.");
    const id = crypto.randomUUID();
    await openPortfolio({
      id,
      userId: one.userId,
      name: "A challenge",
      kind: "CHALLENGE",
      marginMode: "isolated",
      opening: parseMoney("10000"),
      leverage: ONE,
      rules: BYBIT,
      nowMs: Date.now(),
      challenge: { challengeId: id, plan: { ...plan, rejectsPrograms: true }, phase: 1 },
    });
    return { ...one, portfolioId: id };
  }

  it("rejects an order over /v5, an alert and an assistant's, lets them cancel, and takes the trader's own", async () => {
    const one = await openChallenge();
    const own = await createApiKey(one);
    const callV5 = async (path: string, fields: object) => {
      const body = JSON.stringify({ category: "linear", symbol: "BTCUSDT", ...fields });
      const headers = { ...signV5(own, body), "content-type": "application/json" };
      return (await (
        await postV5(new Request(`http://localhost:3000${path}`, { method: "POST", headers, body }))
      ).json()) as {
        retCode: number;
      };
    };
    const limit = { side: "buy", kind: "limit", qty: "0.001", price: "90000" } as const;
    const wire = { side: "Buy", orderType: "Limit", qty: "0.001", price: "90000" };
    expect(await callV5("/v5/order/create", wire)).toMatchObject({
      retCode: 10005,
      retMsg: REJECT_SENTENCES.programs_not_admitted,
    });
    const { post } = await openHook(one);
    const alert = await post({ action: "buy", ticker: "BTCUSDT", quantity: "0.001" });
    expect(alert).toMatchObject({ status: 422, body: { error: { code: "programs_not_admitted" } } });
    const client = await connect(`${own.key}.${own.secret}`);
    for (const dryRun of [true, false]) {
      const order = { ...limit, symbol: "BTCUSDT", idempotencyKey: "not-admitted", dryRun };
      const { body } = await callTool(client, "place_order", order);
      expect(body.error.code).toBe("programs_not_admitted");
    }
    const placed = await placeOrder(one.userId, placeOrderSchema.parse(orderOf(one, limit)));
    const cancelled = await callTool(client, "cancel_order", {
      orderId: placed.order?.id,
      idempotencyKey: "cancel-own",
    });
    expect(cancelled.body.order).toMatchObject({ status: "CANCELLED" });
    const orders = await getDb().order.findMany({ where: { portfolioId: one.portfolioId } });
    expect(orders.map(({ isByProgram }) => isByProgram)).toEqual([false]);
  });

  it("elsewhere their orders are marked", async () => {
    const [byAssistant] = await getDb().order.findMany({ where: { clientOrderId: "buy-00001" } });
    expect(byAssistant?.isByProgram).toBe(true);
  });
});
