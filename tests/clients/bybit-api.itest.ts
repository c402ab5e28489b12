import { DefaultLogger, RestClientV5, WebsocketAPIClient, WebsocketClient } from "bybit-api";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDb } from "@/lib/db/client";
import { BTC, type ClientWorld, startClientWorld } from "@/tests/clients/client-world";
import { createApiKey } from "@/tests/support/create-api-key";
import { until } from "@/tests/support/start-trading";

const ORDER = {
  category: "linear",
  symbol: "BTCUSDT",
  side: "Buy",
  orderType: "Limit",
  qty: "0.01",
} as const;
const RESTING = { ...ORDER, price: "90000" } as const;
const QUIET = { ...DefaultLogger, trace: () => {}, info: () => {}, error: () => {} };

let clients: ClientWorld;
let trader: Awaited<ReturnType<ClientWorld["createTrader"]>>;
let rest: RestClientV5;

beforeAll(async () => {
  clients = await startClientWorld({ rateFactor: 1 });
});
afterAll(() => clients.close());
beforeEach(async () => {
  await clients.world.setMarket("BTCUSDT", BTC);
  trader = await clients.createTrader();
  rest = createRest(trader);
});

function createRest({ key, secret }: { key: string; secret: string }): RestClientV5 {
  return new RestClientV5({ key, secret, baseUrl: clients.url, parseAPIRateLimits: true });
}

describe("bybit-api by REST", () => {
  it("3, 31: reads the time; a wrong secret resolves with its code", async () => {
    expect(Math.abs((await rest.fetchServerTime()) * 1_000 - Date.now())).toBeLessThan(2_000);
    const response = await createRest({ ...trader, secret: "wrong" }).getAccountInfo();
    expect(response).toMatchObject({ retCode: 10004, result: {} });
  });

  it("32, 34: an order from New to Cancelled, and its executions by either id", async () => {
    const { result } = await rest.submitOrder({ ...RESTING, orderLinkId: "b-1" });
    const { orderId } = result;
    const find = async () => (await rest.getActiveOrders({ category: "linear", orderId })).result.list[0];
    expect(await find()).toMatchObject({ orderStatus: "New", orderLinkId: "b-1" });
    expect(
      (await rest.amendOrder({ category: "linear", symbol: "BTCUSDT", orderId, qty: "0.02" })).retCode,
    ).toBe(0);
    expect(await find()).toMatchObject({ qty: "0.02" });
    expect((await rest.cancelOrder({ category: "linear", symbol: "BTCUSDT", orderId })).retCode).toBe(0);
    const history = await rest.getHistoricOrders({ category: "linear", orderId });
    expect(history.result.list[0]).toMatchObject({ orderStatus: "Cancelled", cancelType: "CancelByUser" });
    const filled = await rest.submitOrder({ ...ORDER, orderType: "Market", orderLinkId: "b-2" });
    const byId = await rest.getExecutionList({ category: "linear", orderId: filled.result.orderId });
    const byLink = await rest.getExecutionList({ category: "linear", orderLinkId: "b-2" });
    expect(byId.result.list).toHaveLength(1);
    expect(byLink.result.list).toEqual(byId.result.list);
  });

  it("33: the rate limit falls, is exceeded, and names a reset in the future", async () => {
    // Two batches of twenty at once use up the bucket, however slow the machine is.
    const batch = Array.from({ length: 20 }, () => RESTING);
    const responses = await Promise.all([1, 2, 3].map(() => rest.batchSubmitOrders("linear", batch)));
    const left = responses.map(({ rateLimitApi }) => Number(rateLimitApi?.remainingRequests));
    expect(Math.min(...left)).toBeLessThan(20);
    const rejected = responses.filter(({ retCode }) => retCode === 10006);
    expect(rejected.length).toBeGreaterThan(0);
    for (const { rateLimitApi, time } of rejected) {
      expect(Number(rateLimitApi?.resetAtTimestamp)).toBeGreaterThan(Number(time));
    }
  });

  it("33: all keys of a user together are limited, too", async () => {
    const keys = await Promise.all(Array.from({ length: 12 }, () => createApiKey(trader)));
    const batch = Array.from({ length: 20 }, () => RESTING);
    // Each key has enough for its batch; all of them together have not.
    const responses = await Promise.all(
      keys.map((key) => createRest(key).batchSubmitOrders("linear", batch)),
    );
    expect(responses.filter(({ retCode }) => retCode === 10006).length).toBeGreaterThan(0);
  });

  it("35: stops, practice money once a minute, the key's rights, one coin", async () => {
    await rest.submitOrder({ ...ORDER, orderType: "Market" });
    const stop = {
      category: "linear",
      symbol: "BTCUSDT",
      stopLoss: "95000",
      tpslMode: "Full",
      positionIdx: 0,
    } as const;
    expect((await rest.setTradingStop(stop)).retCode).toBe(0);
    const funds = { adjustType: 0, utaDemoApplyMoney: [{ coin: "USDT", amountStr: "500" }] } as const;
    const ask = () => rest.requestDemoTradingFunds(funds as never);
    expect([(await ask()).retCode, (await ask()).retCode]).toEqual([0, 10006]);
    const reader = createRest(await createApiKey(trader, { canTrade: false }));
    expect((await rest.getQueryApiKey()).result.readOnly).toBe(0);
    expect((await reader.getQueryApiKey()).result.readOnly).toBe(1);
    const wallet = await rest.getWalletBalance({ accountType: "UNIFIED", coin: "USDT" });
    expect(wallet.result.list[0]?.coin.map(({ coin }) => coin)).toEqual(["USDT"]);
  });
});

describe("bybit-api and stops of a part of a position", () => {
  const BTC_POSITION = { category: "linear", symbol: "BTCUSDT", positionIdx: 0 } as const;
  const PART = { ...BTC_POSITION, tpslMode: "Partial", slSize: "0.01", tpSize: "0.01" } as const;
  const listOpen = async () =>
    (await rest.getActiveOrders({ category: "linear", symbol: "BTCUSDT" })).result.list;

  it("are reduce-only orders beside the position's own, and end with it", async () => {
    await rest.submitOrder({ ...ORDER, orderType: "Market", qty: "0.03" });
    await rest.setTradingStop({ ...BTC_POSITION, tpslMode: "Full", stopLoss: "92000" });
    expect((await rest.setTradingStop({ ...PART, stopLoss: "95000" })).retCode).toBe(0);
    const limit = { takeProfit: "110000", tpOrderType: "Limit", tpLimitPrice: "110500" } as const;
    expect((await rest.setTradingStop({ ...PART, ...limit })).retCode).toBe(0);
    const open = await listOpen();
    const terms = open.map(({ triggerPrice, qty, price, reduceOnly }) => [
      triggerPrice,
      qty,
      price,
      reduceOnly,
    ]);
    expect(terms.sort()).toEqual([
      ["110000", "0.01", "110500", true],
      ["92000", "0.03", "0", true],
      ["95000", "0.01", "0", true],
    ]);
    const [position] = (await rest.getPositionInfo({ category: "linear", symbol: "BTCUSDT" })).result.list;
    expect(position).toMatchObject({ stopLoss: "92000", takeProfit: "" });
    await rest.submitOrder({ ...ORDER, side: "Sell", orderType: "Market", qty: "0.03", reduceOnly: true });
    expect(await listOpen()).toEqual([]);
  });

  it("are rejected beyond the position, and with a limit price that is missing", async () => {
    await rest.submitOrder({ ...ORDER, orderType: "Market", qty: "0.03" });
    const tooMuch = await rest.setTradingStop({ ...PART, stopLoss: "95000", slSize: "0.04" });
    const noPrice = await rest.setTradingStop({ ...PART, stopLoss: "95000", slOrderType: "Limit" });
    expect([tooMuch.retCode, noPrice.retCode]).toEqual([10001, 10001]);
    expect(await listOpen()).toEqual([]);
  });
});

describe("bybit-api by sockets", () => {
  it("36: receives a market order on the four topics", async () => {
    const { key, secret } = trader;
    const socket = new WebsocketClient({ key, secret, wsUrl: `${clients.wsUrl}/v5/private` }, QUIET);
    const received: { topic: string; data: Record<string, unknown>[] }[] = [];
    socket.on("update", (message) => received.push(message as never));
    const ready = new Promise((resolve) =>
      socket.on("response", ({ op }: { op?: string }) => op === "subscribe" && resolve(op)),
    );
    await socket.subscribeV5(["order", "execution", "position", "wallet"], "linear");
    await ready;
    await rest.submitOrder({ ...ORDER, orderType: "Market" });
    await until(
      async () => new Set(received.map(({ topic }) => topic)).size,
      (count) => count === 4,
    );
    const rowsOf = (name: string) =>
      received.filter(({ topic }) => topic === name).flatMap(({ data }) => data);
    await until(
      async () => rowsOf("execution").length,
      (count) => count === 1,
    );
    expect(rowsOf("position").at(-1)?.seq).toBe(rowsOf("execution")[0]?.seq);
    socket.closeAll(true);
  });

  it("37: the order client signs in twice and places an order; a wrong key is rejected", async () => {
    const { key, secret } = trader;
    const client = new WebsocketAPIClient({ key, secret, wsUrl: `${clients.wsUrl}/v5/trade` }, QUIET);
    const made = await client.submitNewOrder(RESTING);
    expect(made.retCode).toBe(0);
    const stored = await getDb().order.findMany({ where: { portfolioId: trader.portfolioId } });
    expect(stored.map(({ clientOrderId }) => clientOrderId)).toEqual([made.data.orderId]);
    client.getWSClient().closeAll(true);
    const wrong = new WebsocketAPIClient(
      { key: "nobodyskey00", secret, wsUrl: `${clients.wsUrl}/v5/trade` },
      QUIET,
    );
    await expect(wrong.submitNewOrder(RESTING)).rejects.toBeDefined();
    wrong.getWSClient().closeAll(true);
  });
});
