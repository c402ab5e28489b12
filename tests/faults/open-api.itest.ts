import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import * as mcp from "@/app/api/mcp/route";
import { getDb } from "@/lib/db/client";
import { createApiKey, type TestKey } from "@/tests/support/create-api-key";
import { startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: (work: () => Promise<void>) => void work() }));

let world: TradingWorld;
let trader: TestTrader;
let key: TestKey;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
  await world.setMarket("BTCUSDT", 100_000);
  trader = await world.createTrader();
  key = await createApiKey(trader);
});
afterAll(() => world.close());

const seqOf = async (portfolioId: string) =>
  (await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } })).seq;

describe("an assistant over MCP", () => {
  // biome-ignore lint/suspicious/noExplicitAny: the bodies are of many tools, and each test names what it reads
  type Result = { isError: boolean; body: any };

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
    const placed = await callTool(client, "place_order", { ...BUY, idempotencyKey: "buy-00001" });
    expect(placed.body.order).toMatchObject({ status: "FILLED", averagePrice: "100000.1" });
    const { dryRun } = tried.body;
    expect(dryRun).toMatchObject({ outcome: "fills", fee: placed.body.order.fees, headroom: null });
    expect(dryRun.fills.averagePrice).toBe(placed.body.order.averagePrice);
    const { openedAt: _a, ...expected } = dryRun.positionAfter;
    expect(placed.body.position).toMatchObject(expected);
    expect(Number(dryRun.lossAtStop)).toBeGreaterThan(50);

    const after = await seqOf(trader.portfolioId);
    const again = await callTool(client, "place_order", { ...BUY, idempotencyKey: "buy-00001" });
    expect(again.body.order.id).toBe("buy-00001");
    expect(await seqOf(trader.portfolioId)).toBe(after);
    const fills = await callTool(client, "list_fills");
    expect(fills.body.fills.map(({ orderId }: { orderId: string }) => orderId)).toEqual(["buy-00001"]);
    expect((await callTool(client, "get_portfolio")).body.positions).toHaveLength(1);
    expect((await callTool(client, "get_challenge")).body).toEqual({ challenge: null });
    const book = await callTool(client, "get_order_book", { symbol: "BTCUSDT", limit: 1 });
    expect(book.body).toMatchObject({ s: "BTCUSDT", b: [[expect.any(String), expect.any(String)]] });
    expect((await callTool(client, "get_ticker", { symbol: "BTCUSDT" })).body.list).toHaveLength(1);
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
