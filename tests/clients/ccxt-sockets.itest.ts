import ccxt from "ccxt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { BTC, type ClientWorld, startClientWorld } from "@/tests/clients/client-world";
import { until } from "@/tests/support/start-trading";

const PERP = "BTC/USDT:USDT";

let clients: ClientWorld;
let trader: Awaited<ReturnType<ClientWorld["createTrader"]>>;
let exchange: InstanceType<typeof ccxt.pro.bybit>;
/** Subscriptions that the server has confirmed to this exchange. */
let confirmations = 0;

beforeAll(async () => {
  clients = await startClientWorld();
});
afterAll(() => clients.close());
beforeEach(async () => {
  await clients.world.setMarket("BTCUSDT", BTC);
  trader = await clients.createTrader();
  const { url, wsUrl } = clients;
  const ws = {
    public: { linear: `${wsUrl}/v5/public/linear` },
    private: { contract: `${wsUrl}/v5/private`, trade: `${wsUrl}/v5/trade` },
  };
  exchange = new ccxt.pro.bybit({
    apiKey: trader.key,
    secret: trader.secret,
    urls: { api: { public: url, private: url, ws } },
    options: { defaultType: "swap" },
  });
  confirmations = 0;
  const handle = exchange.handleMessage.bind(exchange);
  exchange.handleMessage = (client: unknown, message: { op?: string }) => {
    if (message.op === "subscribe") confirmations += 1;
    return handle(client, message);
  };
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();
});
afterEach(() => exchange.close());

it("29: places orders over the socket, and rejects without a hang", async () => {
  const made = await exchange.createOrderWs(PERP, "limit", "buy", 0.01, 90_000);
  expect((await exchange.fetchOpenOrders(PERP)).map(({ id }) => id)).toEqual([made.id]);
  await expect(exchange.createOrderWs(PERP, "limit", "buy", 900, 90_000)).rejects.toThrow(ccxt.BaseError);
});

/** Calls `next` until what has come is enough, and returns all of it. */
async function collect<T>(next: () => Promise<T[]>, isEnough: (all: T[]) => boolean): Promise<T[]> {
  const all: T[] = [];
  while (!isEnough(all)) all.push(...(await next()));
  return all;
}

/** Resolves once the private socket has confirmed so many topics: an event before that reaches nobody. */
function confirmed(topics: number): Promise<number> {
  return until(
    async () => confirmations,
    (count) => count >= topics,
  );
}

it("27: watches the order, the fills and the position of a market order", async () => {
  expect(await exchange.watchPositions([PERP])).toEqual([]);
  const orders = collect(
    () => exchange.watchOrders(PERP),
    (all) => all.at(-1)?.status === "closed",
  );
  const trades = collect(
    () => exchange.watchMyTrades(PERP),
    (all) => all.reduce((sum, { amount }) => sum + (amount ?? 0), 0) >= 0.02,
  );
  const positions = collect(
    () => exchange.watchPositions([PERP]),
    (all) => (all.at(-1)?.contracts ?? 0) > 0,
  );
  await confirmed(3);
  const made = await exchange.createOrder(PERP, "market", "buy", 0.02);
  const [seen, fills, held] = await Promise.all([orders, trades, positions]);
  expect(seen.at(-1)).toMatchObject({ id: made.id, filled: 0.02, status: "closed" });
  expect(fills.every(({ order }) => order === made.id)).toBe(true);
  expect(new Set(fills.map(({ id }) => id)).size).toBe(fills.length);
  expect(held.at(-1)).toMatchObject({ side: "long", contracts: 0.02, entryPrice: seen.at(-1)?.average });
});

it("28: watches the balance over a close, and it is that of REST", async () => {
  await exchange.createOrder(PERP, "market", "buy", 0.02);
  const seen: (number | undefined)[] = [];
  const watching = (async () => {
    for (;;) {
      const { USDT } = await exchange.watchBalance();
      seen.push(USDT?.free);
    }
  })().catch(() => {});
  await confirmed(1);
  await exchange.createOrder(PERP, "market", "sell", 0.02, undefined, { reduceOnly: true });
  const { USDT } = await exchange.fetchBalance();
  await until(
    async () => seen.at(-1),
    (free) => free === USDT?.free,
  );
  await exchange.close();
  await watching;
});
