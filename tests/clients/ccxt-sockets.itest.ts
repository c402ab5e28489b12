import ccxt from "ccxt";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { BTC, type ClientWorld, startClientWorld } from "@/tests/clients/client-world";

const PERP = "BTC/USDT:USDT";

let clients: ClientWorld;
let trader: Awaited<ReturnType<ClientWorld["createTrader"]>>;
let exchange: InstanceType<typeof ccxt.pro.bybit>;

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
  await exchange.loadHttpProxyAgent();
  await exchange.loadMarkets();
});
afterEach(() => exchange.close());

it("29: places orders over the socket, and rejects without a hang", async () => {
  const made = await exchange.createOrderWs(PERP, "limit", "buy", 0.01, 90_000);
  expect((await exchange.fetchOpenOrders(PERP)).map(({ id }) => id)).toEqual([made.id]);
  await expect(exchange.createOrderWs(PERP, "limit", "buy", 900, 90_000)).rejects.toThrow(ccxt.BaseError);
});
