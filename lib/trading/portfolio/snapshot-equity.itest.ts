import { afterAll, beforeAll, expect, it } from "vitest";
import { parseMoney, parseQty } from "@/lib/core/decimal";
import type { Command } from "@/lib/core/engine/commands";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { findEquityAt } from "@/lib/db/portfolio/portfolio-facts";
import { placeOrderSchema } from "@/lib/schemas/trading/trading";
import { executeMarketOrder } from "@/lib/trading/orders/execute-market-order";
import { placeOrder } from "@/lib/trading/orders/place-order";
import { readPortfolioOf } from "@/lib/trading/portfolio/read-portfolio";
import { snapshotEquity } from "@/lib/trading/portfolio/snapshot-equity";
import { orderOf, startTrading, type TradingWorld } from "@/tests/support/start-trading";
import { buildContext, openTestPortfolio } from "@/tests/support/trading-fixture";

const QUARTER_MS = 15 * 60_000;
let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

it("stores equity once a quarter, open profit at the mark, and leaves out what has a newer snapshot", async () => {
  await world.setMarket("BTCUSDT", 100_000);
  const holder = await world.createTrader();
  const idle = await world.createTrader();
  const body = placeOrderSchema.parse(orderOf(holder, { qty: "0.01", side: "sell" }));
  await placeOrder(holder.userId, body);
  await executeMarketOrder({ portfolioId: holder.portfolioId, orderId: body.clientOrderId });
  const startOfQuarter = Math.floor(Date.now() / QUARTER_MS) * QUARTER_MS;
  // Opened and filled after the quarter began: its current equity is not that of the quarter.
  expect(await snapshotEquity(startOfQuarter)).toEqual({ snapshots: 0 });
  expect(await findEquityAt(holder.portfolioId, startOfQuarter - 1)).toBeNull();
  const nextQuarter = startOfQuarter + QUARTER_MS;
  await world.setMarket("BTCUSDT", 99_000, { ageMs: Date.now() - nextQuarter });
  expect(await snapshotEquity(nextQuarter)).toEqual({ snapshots: 1 });
  expect(await snapshotEquity(nextQuarter)).toEqual({ snapshots: 0 });
  const { equity } = await readPortfolioOf(holder.userId, holder.portfolioId);
  const newest = await getDb().equitySnapshot.findFirstOrThrow({
    where: { portfolioId: holder.portfolioId },
    orderBy: [{ at: "desc" }, { seq: "desc" }],
  });
  expect(newest.at).toEqual(new Date(nextQuarter));
  expect(newest.equity.toFixed()).toBe(equity);
  expect(Number(equity)).toBeGreaterThan(10_000);
  // Without positions the equity is that of the last booking.
  expect(await findEquityAt(idle.portfolioId, nextQuarter)).toBe(parseMoney("10000"));
});

it("profit between two instants is the change of equity less what came without trading, resets included", async () => {
  const { portfolioId } = await openTestPortfolio({ id: "flows", nowMs: at(0), leverage: "10" });
  const run = (command: Command, second: number, price = "100") =>
    executeCommand(portfolioId, command, () => buildContext({ nowMs: at(second), price }));
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  await run({ type: "submit", order: { ...order, qty: parseQty("100") } }, 10);
  await run({ type: "execute", orderId: order.orderId }, 10);
  await run({ type: "adjust", amount: parseMoney("500"), note: "test" }, 20, "101");
  await run({ type: "reset", opening: parseMoney("10000") }, 30, "90");
  const profit = async (from: number, to: number) => {
    const [row] = await getDb().$queryRaw<{ profit: string }[]>`
      SELECT profit_between(${portfolioId}, ${new Date(at(from))}, ${new Date(at(to))})::text AS profit`;
    return Number(row?.profit);
  };
  const entryFee = 100 * 100.1 * 0.00055;
  expect(await profit(-1, 5)).toBe(0);
  expect(await profit(5, 15)).toBeCloseTo(-10 - entryFee, 9);
  expect(await profit(15, 25)).toBeCloseTo(100, 9);
  const lost = -10 - entryFee - 1_000 - 100 * 90 * 0.00055;
  expect(await profit(-1, 40)).toBeCloseTo(lost, 9);
  expect(await profit(35, 40)).toBe(0);
  expect(await findEquityAt(portfolioId, at(40))).toBe(parseMoney("10000"));
});

function at(second: number): number {
  return Date.parse("2026-06-01T00:00:00Z") + second * 1_000;
}
