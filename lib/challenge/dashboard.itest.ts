import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { lockVoidChallenges } from "@/lib/challenge/lock-void-challenges";
import { readCertificate } from "@/lib/challenge/read-certificate";
import { readChallenge } from "@/lib/challenge/read-challenge";
import { readRulebook } from "@/lib/challenge/rulebooks/read-rulebook";
import { saveRulebook } from "@/lib/challenge/rulebooks/save-rulebook";
import { startChallenge } from "@/lib/challenge/start-challenge";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { formatRounded, type Money } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { requireOwnPortfolio } from "@/lib/db/queries/portfolios";
import { deleteRulebookOf, listRulebooksOf } from "@/lib/db/queries/rulebooks";
import { challengeDetailSchema } from "@/lib/schemas/challenge/challenge-responses";
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
  const { challenge, balance } = state;
  if (challenge === null || detail.standing === null) throw new Error("The challenge does not run.");
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
  expect(today?.profit).toBe(formatRounded((balance - challenge.day.balance) as Money));

  const now = { balance, equity: balance, hasPosition: true };
  const { target, tradingDays } = calculateChallengeStatus(challenge, now);
  const objective = (kind: string) => detail.objectives.find((one) => one.kind === kind);
  expect(objective("target")).toMatchObject({ used: formatRounded((balance - challenge.start) as Money) });
  expect(objective("trading-days")).toMatchObject({ used: "1", limit: String(tradingDays.needed) });
  expect(detail.target).toBe(target && formatRounded(target.target));
  for (const { id, headroom, amount } of detail.rules) {
    const used = Number(amount) - Number(headroom);
    expect(Number(detail.objectives.find((one) => one.id === id)?.used)).toBeCloseTo(used, 6);
  }
  expect(detail.history.length).toBeGreaterThan(2);
});

it("a trial is one at a time, also of concurrent requests, and is over after its days", async () => {
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

it("a rulebook of one's own is saved, shared by its id, practised under as it was, and counts nowhere", async () => {
  const [trader, stranger] = [await world.createTrader(), await world.createTrader()];
  const saved = await saveRulebook(trader.userId, { name: "Mine", overallLoss: "5", target: "1", risk: "" });
  expect(saved).toMatchObject({ name: "Mine", rules: { overallLoss: "5", target: "1" } });
  expect(saved.rules).not.toHaveProperty("risk");
  expect(await readRulebook(saved.id)).toEqual(saved);
  expect(await listRulebooksOf(stranger.userId)).toEqual([]);
  expect(await deleteRulebookOf(stranger.userId, saved.id)).toBe(false);

  const starts = await Promise.all(
    [1, 2, 3].map(() => startChallenge(stranger.userId, { rulebookId: saved.id })),
  );
  const [first] = starts;
  if (first === undefined) throw new Error("Nothing was started.");
  expect(new Set(starts.map(({ id }) => id)).size).toBe(1);
  expect(first).toMatchObject({ planName: "Mine", status: "RUNNING", phases: 1 });
  expect(await deleteRulebookOf(trader.userId, saved.id)).toBe(true);
  await expect(startChallenge(trader.userId, { rulebookId: saved.id })).rejects.toMatchObject({
    code: "not_found",
  });
  const { state } = await requireOwnPortfolio(stranger.userId, first.portfolioId);
  expect(state.challenge?.plan.floors.map(({ id }) => id)).toEqual(["overall-loss"]);

  await getDb().challenge.update({
    where: { id: first.id },
    data: { status: "PASSED", endedAt: new Date() },
  });
  expect(await readCertificate(first.id)).toBeNull();
});

it("fifty rulebooks are the most of one account, however many are saved at once", async () => {
  const { userId } = await world.createTrader();
  const all = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) => saveRulebook(userId, { name: `Mine ${index}`, target: "5" })),
  );
  expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
  expect(await listRulebooksOf(userId)).toHaveLength(50);
});
