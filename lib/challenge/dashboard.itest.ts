import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { formatRounded, type Money } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { challengeDetailSchema } from "@/lib/schemas/challenge-responses";
import { fillOrder } from "@/tests/faults/trading-steps";
import { startTrading, type TestTrader, type TradingWorld } from "@/tests/support/start-trading";

// No background execution of orders.
vi.mock("next/server", () => ({ after: () => {} }));

const DAY_MS = 86_400_000;
let world: TradingWorld;
beforeAll(async () => {
  world = await startTrading({ symbols: ["BTCUSDT"], withVenue: false, routes: {} });
});
afterAll(() => world.close());

/** A trader with a running trial. */
async function startTrial(): Promise<TestTrader & { challengeId: string }> {
  const trader = await world.createTrader();
  const { id, portfolioId } = await startChallenge(trader.userId, { trial: true });
  return { ...trader, portfolioId, challengeId: id };
}

it("every figure of the dashboard is the evaluator's, or is in the tables", async () => {
  const trader = await startTrial();
  await fillOrder(world, trader, { qty: "0.02" });
  await fillOrder(world, trader, { qty: "0.02", side: "sell", reduceOnly: true });
  await fillOrder(world, trader, { qty: "0.01" });
  const read = await readChallenge(trader.userId, trader.challengeId);
  const detail = challengeDetailSchema.parse(read);
  const { state } = await requireOwnPortfolio(trader.userId, trader.portfolioId);
  const { prop, balance } = state;
  if (prop === null || detail.standing === null) throw new Error("The challenge does not run.");
  const equity = detail.standing.equity ?? "";
  expect(Number(equity)).toBeCloseTo(Number(formatRounded(balance)), -2);

  const entries = await getDb().journalEntry.findMany({ where: { portfolioId: trader.portfolioId } });
  expect(entries).toHaveLength(1);
  expect(detail.trades.map(({ id }) => id)).toEqual(entries.map(({ id }) => id));
  expect(detail.statistics).toMatchObject({ count: 1, wins: 0, losses: 1 });
  expect(Number(detail.statistics.net)).toBeCloseTo(entries[0]?.net.toNumber() ?? 0, 6);

  const [today, ...earlier] = detail.days;
  expect(earlier).toEqual([]);
  expect(today).toMatchObject({ profit: detail.standing.closedToday, trades: 1, isTraded: true });
  expect(today?.profit).toBe(formatRounded((balance - prop.day.balance) as Money));

  const now = { balance, equity: balance, hasPosition: true };
  const { target, tradingDays } = calculateChallengeStatus(prop, now);
  const objective = (kind: string) => detail.objectives.find((one) => one.kind === kind);
  expect(objective("target")).toMatchObject({ used: formatRounded((balance - prop.start) as Money) });
  expect(objective("trading-days")).toMatchObject({ used: "1", limit: String(tradingDays.needed) });
  expect(detail.target).toBe(target && formatRounded(target.target));
  for (const { id, headroom, amount } of detail.rules) {
    const used = Number(amount) - Number(headroom);
    expect(Number(detail.objectives.find((one) => one.id === id)?.used)).toBeCloseTo(used, 6);
  }
  expect(detail.history.length).toBeGreaterThan(2);
});

it("a trial is one at a time, whoever asks at once, and is over after its days", async () => {
  const { userId, challengeId, portfolioId } = await startTrial();
  const again = await Promise.all(Array.from({ length: 8 }, () => startChallenge(userId, { trial: true })));
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set([challengeId]));
  const setAge = (ms: number) =>
    getDb().challenge.update({
      where: { id: challengeId },
      data: { startedAt: new Date(Date.now() - ms) },
    });
  await setAge(13 * DAY_MS);
  await lockVoidChallenges();
  expect((await readChallenge(userId, challengeId)).status).toBe("RUNNING");
  await setAge(14 * DAY_MS + 60_000);
  expect(await lockVoidChallenges()).toBe(1);
  expect((await readChallenge(userId, challengeId)).status).toBe("VOID");
  const { state } = await requireOwnPortfolio(userId, portfolioId);
  expect(state.lock?.reason).toBe("void");

  const concurrent = await Promise.all(
    Array.from({ length: 8 }, () => startChallenge(userId, { trial: true })),
  );
  expect(new Set(concurrent.map(({ id }) => id)).size).toBe(1);
  expect(concurrent[0]?.id).not.toBe(challengeId);
});
