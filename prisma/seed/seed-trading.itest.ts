import { afterAll, beforeAll, expect, it } from "vitest";
import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { getDb } from "@/lib/db/client";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findTop } from "@/lib/db/queries/leaderboard";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";
import { fetchCandles } from "@/lib/market/venue/venue-rest";
import { LEADERBOARD_MEASURES, LEADERBOARD_WINDOWS } from "@/lib/schemas/leaderboard";
import { DEMO_RIVALS } from "@/prisma/seed/demo-people";
import { createRivalLife, HISTORY_MS, seedTrading, THREE_WEEKS } from "@/prisma/seed/seed-trading";
import { startTrading, type TradingWorld } from "@/tests/support/start-trading";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const HOUR_MS = 3_600_000;
let world: TradingWorld;

beforeAll(async () => {
  world = await startTrading({ symbols: SYMBOLS, routes: {} });
  // The emulator computes its history in this process, which blocks everything else meanwhile.
  for (const symbol of SYMBOLS) {
    await fetchCandles({ symbol, interval: "60", limit: 504 }).catch(() => null);
  }
});
afterAll(() => world.close());

it("gives the demo's trader a history that holds, once", async () => {
  const { userId } = await world.createTrader();
  await openPractice(userId, Date.now() - HISTORY_MS);
  const portfolioId = practiceIdOf(userId);
  await seedTrading(portfolioId, THREE_WEEKS);
  const stored = await loadPortfolio(portfolioId);
  expect(stored?.state.positions).toHaveLength(2);
  expect(stored?.state.orders).toHaveLength(2);
  expect(stored?.state.seq).toBeGreaterThan(100);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
  // The curve has a point for each fill of the thirty trades, at least one to open and one to close.
  expect(await getDb().equitySnapshot.count({ where: { portfolioId } })).toBeGreaterThan(60);
  await seedTrading(portfolioId, THREE_WEEKS);
  expect((await loadPortfolio(portfolioId))?.state.seq).toBe(stored?.state.seq);
});

it("writes a history at once: of two that start together one does, and the other changes nothing", async () => {
  const { userId } = await world.createTrader();
  await openPractice(userId, Date.now() - HISTORY_MS);
  const portfolioId = practiceIdOf(userId);
  const results = await Promise.allSettled([1, 2].map(() => seedTrading(portfolioId, THREE_WEEKS)));
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  const stored = await loadPortfolio(portfolioId);
  expect(stored?.state.positions).toHaveLength(2);
  expect(stored?.state.orders).toHaveLength(2);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

it("gives every rival enough trades for a rank in each window, also hours after the start of the demo", async () => {
  const rivals: string[] = [];
  for (const index of DEMO_RIVALS.keys()) {
    const { userId } = await world.createTrader();
    rivals.push(userId);
    await getDb().user.update({ where: { id: userId }, data: { isListed: true } });
    await openPractice(userId, Date.now() - HISTORY_MS);
    await seedTrading(practiceIdOf(userId), createRivalLife(index));
    expect(await verifyPortfolio(practiceIdOf(userId))).toBeNull();
  }
  for (const hours of [0, 4]) {
    await computeLeaderboard(new Date(Date.now() + hours * HOUR_MS));
    for (const window of LEADERBOARD_WINDOWS) {
      for (const by of LEADERBOARD_MEASURES) {
        const run = await getDb().leaderboardRun.aggregate({ _max: { id: true } });
        const top = await findTop(run._max.id ?? 0, { list: "practice", window, by });
        expect(top.map(({ id }) => id)).toEqual(expect.arrayContaining(rivals));
      }
    }
  }
});
