import { vi } from "vitest";
import { type Gateway, startGateway } from "@/lib/gateway/start-gateway";
import { createApiKey } from "@/tests/support/create-api-key";
import { startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

export const BTC = 100_000;
export const ETH = 4_000;

/** The product behind its gateway, on prices that a test sets. */
export type ClientWorld = {
  world: TradingWorld;
  gateway: Gateway;
  url: string;
  wsUrl: string;
  /** A new trader with a practice portfolio and a key that may trade. */
  createTrader: (
    options?: Parameters<TradingWorld["createTrader"]>[0],
  ) => Promise<TestTrader & { key: string; secret: string }>;
  close: () => Promise<void>;
};

/** Starts it with a market at each of `prices`. `rateFactor` multiplies the limits. Call once in a file. */
export async function startClientWorld(
  options: { rateFactor?: number; prices?: Record<string, number> } = {},
): Promise<ClientWorld> {
  const { rateFactor = 1_000, prices = { BTCUSDT: BTC, ETHUSDT: ETH } } = options;
  const world = await startTrading({ symbols: Object.keys(prices), withVenue: false, routes: {} });
  vi.stubEnv("RATE_LIMIT_FACTOR", String(rateFactor));
  for (const [symbol, price] of Object.entries(prices)) await world.setMarket(symbol, price);
  const gateway = await startGateway({ port: 0, host: "127.0.0.1" });
  return {
    world,
    gateway,
    url: `http://127.0.0.1:${gateway.port}`,
    wsUrl: `ws://127.0.0.1:${gateway.port}`,
    createTrader: async (settings) => {
      const trader = await world.createTrader(settings);
      return { ...trader, ...(await createApiKey(trader)) };
    },
    close: async () => {
      await gateway.close();
      await world.close();
    },
  };
}
