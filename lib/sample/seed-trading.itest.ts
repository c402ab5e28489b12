import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { GET as listSessions } from "@/app/api/account/sessions/route";
import { POST as signInToSampleRoute } from "@/app/api/auth/sample/route";
import { GET as readJournal } from "@/app/api/journal/route";
import { DELETE as cancelOrders } from "@/app/api/orders/route";
import { openPractice, practiceIdOf } from "@/lib/accounts/open-practice";
import { getDb, openClient, openPool } from "@/lib/db/client";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findTop } from "@/lib/db/queries/leaderboard";
import { getEnv } from "@/lib/infra/env/env";
import { computeLeaderboard } from "@/lib/leaderboard/compute-leaderboard";
import { HISTORY_MS, loadHistory, type SampleHistory } from "@/lib/sample/load-history";
import { prepareSample, sampleOfDay } from "@/lib/sample/prepare-sample";
import { createRivalLife, HALF_YEAR, seedTrading } from "@/lib/sample/seed-trading";
import { LEADERBOARD_MEASURES, LEADERBOARD_WINDOWS } from "@/lib/schemas/leaderboard";
import { DEMO_RIVALS } from "@/prisma/seed/demo-people";
import { SEED_ENVIRONMENT } from "@/prisma/seed/seed-environment";
import { startTrading, type TradingWorld } from "@/tests/support/start-trading";

const SYMBOLS = ["BTCUSDT", "ETHUSDT", "SOLUSDT"];
const HOUR_MS = 3_600_000;
let world: TradingWorld;
let candles: SampleHistory | null = null;

beforeAll(async () => {
  world = await startTrading({ symbols: SYMBOLS, routes: {} });
  // The emulator computes its history in this process, which blocks everything else meanwhile.
  candles = await loadHistory();
});
afterEach(() => {
  vi.useRealTimers();
});
afterAll(() => world.close());

/** A client with this timeout factor, every connection of which is taken. */
async function openBusyClient(factor: number) {
  const pool = openPool({ DATABASE_URL: world.databaseUrl, DATABASE_TIMEOUT_FACTOR: factor });
  const taken = await Promise.all(Array.from({ length: pool.options.max }, () => pool.connect()));
  const release = () => {
    for (const connection of taken.splice(0)) connection.release();
  };
  return { db: openClient(pool, { DATABASE_TIMEOUT_FACTOR: factor }), release };
}

const SEED_FACTOR = Number(SEED_ENVIRONMENT.DATABASE_TIMEOUT_FACTOR);

it.each([
  ["the seed waits", SEED_FACTOR, "fulfilled"],
  ["a request does not wait", 1, "rejected"],
] as const)("%s an hour for a transaction of a busy machine", async (_who, factor, status) => {
  const { db, release } = await openBusyClient(factor);
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const outcomes = Promise.allSettled([
    db.$transaction((tx) => tx.$queryRaw`SELECT 1`),
    db.$transaction([db.$executeRaw`SELECT 1`, db.$executeRaw`SELECT 2`], { timeout: 2 * HOUR_MS }),
  ]);
  await vi.advanceTimersByTimeAsync(HOUR_MS);
  release();
  expect((await outcomes).map((outcome) => outcome.status)).toEqual([status, status]);
  vi.useRealTimers();
  await db.$disconnect();
});

it.each([
  ["the seed's may", SEED_FACTOR, "fulfilled"],
  ["a request's may not", 1, "rejected"],
] as const)("%s last an hour", async (_whose, factor, status) => {
  const { db, release } = await openBusyClient(factor);
  release();
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  const transaction = db.$transaction(async (tx) => {
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    return tx.$queryRaw`SELECT 1`;
  });
  const [outcome] = await Promise.allSettled([transaction]);
  expect(outcome.status).toBe(status);
  vi.useRealTimers();
  await db.$disconnect();
});

it("gives the demo's trader a history that holds, once", async () => {
  const { userId } = await world.createTrader();
  await openPractice(userId, Date.now() - HISTORY_MS);
  const portfolioId = practiceIdOf(userId);
  await seedTrading(portfolioId, HALF_YEAR, candles);
  const stored = await loadPortfolio(portfolioId);
  expect(stored?.state.positions).toHaveLength(2);
  expect(stored?.state.orders).toHaveLength(2);
  expect(stored?.state.seq).toBeGreaterThan(100);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
  // The curve has a point for each fill, at least one to open and one to close.
  expect(await getDb().equitySnapshot.count({ where: { portfolioId } })).toBeGreaterThan(200);
  // Each closed trade has its MAE and MFE.
  const entries = { where: { portfolioId } };
  expect(await getDb().journalEntry.count(entries)).toBeGreaterThan(100);
  expect(await getDb().journalEntry.count({ where: { portfolioId, highest: null } })).toBe(0);
  await seedTrading(portfolioId, HALF_YEAR, candles);
  expect((await loadPortfolio(portfolioId))?.state.seq).toBe(stored?.state.seq);
});

it("writes a history at once: of two that start together one does, and the other changes nothing", async () => {
  const { userId } = await world.createTrader();
  await openPractice(userId, Date.now() - HISTORY_MS);
  const portfolioId = practiceIdOf(userId);
  const results = await Promise.allSettled([1, 2].map(() => seedTrading(portfolioId, HALF_YEAR, candles)));
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
    await seedTrading(practiceIdOf(userId), createRivalLife(index), candles);
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

it("lets visitors look around in the sample account of the day, which is made once and erased after two", async () => {
  const signIn = () =>
    signInToSampleRoute(
      new Request("http://localhost:3000/api/auth/sample", {
        method: "POST",
        headers: { origin: process.env.APP_URL ?? "", "content-type": "application/json" },
        body: "{}",
      }),
    );
  expect((await signIn()).status).toBe(404);
  getEnv().SAMPLE_ACCOUNT = "1";
  expect((await signIn()).status).toBe(503);
  const now = new Date();
  const made = await Promise.all([prepareSample(now), prepareSample(now)]);
  expect(made.filter((isMade) => isMade)).toHaveLength(1);
  expect(await prepareSample(now)).toBe(false);
  const visitors = await Promise.all([signIn(), signIn()]);
  expect(visitors.map(({ status }) => status)).toEqual([204, 204]);
  const cookie = visitors[0]?.headers.get("set-cookie")?.split(";")[0] ?? "";
  const call = (method: string) => ({ headers: { cookie, origin: process.env.APP_URL ?? "" }, method });
  const { entries } = await (
    await readJournal(new Request("http://localhost:3000/api/journal", call("GET")))
  ).json();
  expect(entries.length).toBeGreaterThan(20);
  const { sessions } = await (await listSessions(new Request("http://localhost:3000/x", call("GET")))).json();
  expect(sessions).toHaveLength(1);
  const write = await cancelOrders(new Request("http://localhost:3000/api/orders", call("DELETE")));
  expect([write.status, (await write.json()).error.code]).toEqual([403, "forbidden"]);

  const id = sampleOfDay(now);
  const inDays = (days: number) => new Date(now.getTime() + days * 24 * HOUR_MS);
  expect(await prepareSample(inDays(1))).toBe(true);
  expect((await getDb().user.findUniqueOrThrow({ where: { id } })).deletedAt).toBeNull();
  expect(await prepareSample(inDays(2))).toBe(true);
  expect((await getDb().user.findUniqueOrThrow({ where: { id } })).deletedAt).not.toBeNull();
  delete getEnv().SAMPLE_ACCOUNT;
});
