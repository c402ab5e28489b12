import { afterAll, beforeAll, expect, it } from "vitest";
import { orderOf, startTrading, type TradingWorld } from "@/dev/testing/start-trading";
import { getDb } from "@/lib/db/client";
import { findEquityAt } from "@/lib/db/portfolio-facts";
import { placeOrderSchema } from "@/lib/schemas/trading";
import { executeMarketOrder } from "@/lib/trading/execute-market-order";
import { placeOrder } from "@/lib/trading/place-order";
import { readPortfolioOf } from "@/lib/trading/read-portfolio";
import { snapshotEquity } from "@/lib/trading/snapshot-equity";

const QUARTER_MS = 15 * 60_000;
let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

it("notes the equity of every portfolio once a quarter, open profit and loss at the mark", async () => {
  await world.setMarket("BTCUSDT", 100_000);
  const [holder, idle] = [await world.createTrader(), await world.createTrader()];
  const body = placeOrderSchema.parse(orderOf(holder, { qty: "0.01", side: "sell" }));
  await placeOrder(holder.userId, body);
  await executeMarketOrder({ portfolioId: holder.portfolioId, orderId: body.clientOrderId });
  await world.setMarket("BTCUSDT", 99_000);
  const fromMs = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  expect(await snapshotEquity(fromMs)).toEqual({ snapshots: 2 });
  expect(await snapshotEquity(fromMs)).toEqual({ snapshots: 0 });
  const rows = await getDb().equitySnapshot.findMany({ where: { at: new Date(fromMs) } });
  const noted = new Map(rows.map((row) => [row.portfolioId, row.equity.toFixed()]));
  const { equity } = await readPortfolioOf(holder.userId, holder.portfolioId);
  expect(noted.get(holder.portfolioId)).toBe(equity);
  expect(Number(equity)).toBeGreaterThan(10_000);
  expect(noted.get(idle.portfolioId)).toBe("10000");
  // Both were opened after the quarter began: what was before that is not theirs.
  expect(await findEquityAt(idle.portfolioId, fromMs)).toBeNull();
});
