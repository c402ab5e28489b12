import { afterAll, beforeAll, expect, it } from "vitest";
import { startTrading, type TradingWorld } from "@/dev/testing/start-trading";
import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { readPortfolio } from "@/lib/db/door-statements";
import { verifyPortfolio } from "@/lib/db/verify-portfolio";
import { fetchCandles } from "@/lib/market/venue-rest";
import { HISTORY_MS, seedTrading, THREE_WEEKS } from "@/prisma/seed/seed-trading";

let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT", "ETHUSDT", "SOLUSDT"], routes: {} });
});
afterAll(() => world.close());

it("gives the demo's trader a history that holds, once", async () => {
  const { userId } = await world.createTrader();
  // The stand-in works its past out in this process, and nothing else can happen meanwhile.
  for (const symbol of ["BTCUSDT", "ETHUSDT", "SOLUSDT"]) {
    await fetchCandles({ symbol, interval: "60", limit: 504 }).catch(() => null);
  }
  await openPractice(userId, Date.now() - HISTORY_MS);
  const portfolioId = practiceIdOf(userId);
  await seedTrading(portfolioId, THREE_WEEKS);
  const stored = await readPortfolio(portfolioId);
  expect(stored?.state.positions).toHaveLength(2);
  expect(stored?.state.orders).toHaveLength(2);
  expect(stored?.state.seq).toBeGreaterThan(100);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
  await seedTrading(portfolioId, THREE_WEEKS);
  expect((await readPortfolio(portfolioId))?.state.seq).toBe(stored?.state.seq);
});
