import { expect } from "vitest";
import { POST as placeOrder } from "@/app/api/orders/route";
import { GET as readPortfolio } from "@/app/api/portfolio/route";
import { getDb } from "@/lib/db/client";
import type { PlaceOrderBody } from "@/lib/schemas/trading/trading";
import type { OrderDto, PortfolioSnapshot, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import type { OrderMessage } from "@/lib/trading/orders/send-order";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import type { PathText } from "@/lib/trading/price-path/process-price-path-message";
import { callAs, orderOf, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

/** The portfolio as its owner's browser gets it. */
export async function snapshotOf(of: TestTrader): Promise<PortfolioSnapshot> {
  const path = `/api/portfolio?id=${of.portfolioId}`;
  return (await callAs<PortfolioSnapshot>(of, readPortfolio, { path })).body;
}

/** Places an order at 100,000 without executing it. */
export async function queueOrder(
  world: TradingWorld,
  of: TestTrader,
  changes: Partial<PlaceOrderBody> = {},
): Promise<{ message: OrderMessage; order: OrderDto | null }> {
  await world.setMarket("BTCUSDT", 100_000);
  const headers = { prefer: "respond-async" };
  const body = orderOf(of, changes);
  const response = await callAs<TradingResponse>(of, placeOrder, { method: "POST", body, headers });
  expect(response.status, JSON.stringify(response.body)).toBe(202);
  const { order } = response.body;
  return { message: { portfolioId: of.portfolioId, orderId: order?.id ?? "" }, order };
}

/** Places a market order and executes it, as the queue would. */
export async function fillOrder(
  world: TradingWorld,
  of: TestTrader,
  changes: Partial<PlaceOrderBody> = {},
): Promise<PortfolioSnapshot> {
  const { message } = await queueOrder(world, of, changes);
  await world.setMarket("BTCUSDT", 100_000);
  expect(await executeMarketOrder(message)).toEqual({ outcome: "done" });
  return snapshotOf(of);
}

/** The number of a portfolio's fills. */
export function countFills(of: TestTrader): Promise<number> {
  return getDb().trade.count({ where: { portfolioId: of.portfolioId } });
}

/** The path of a publication that went through these prices, last and mark alike. */
export function pathOf(...prices: number[]): PathText {
  const startMs = Date.now() + 50;
  return {
    kind: "points",
    points: prices.map((price, index) => ({
      last: price.toFixed(1),
      mark: price.toFixed(1),
      qty: "1",
      timeMs: startMs + index,
      seq: index + 1,
    })),
  };
}

/** Moves the market through these prices, and processes everything waiting for them. */
export async function processPricePathAt(world: TradingWorld, ...prices: number[]): Promise<void> {
  const path = pathOf(...prices);
  await world.setMarket("BTCUSDT", prices.at(-1) ?? 0);
  await processPricePath("BTCUSDT", path);
}
