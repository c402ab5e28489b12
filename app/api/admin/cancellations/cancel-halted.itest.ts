import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as cancelRoute } from "@/app/api/admin/cancellations/route";
import { checkChallenge } from "@/lib/challenge/check-challenge";
import { openPhase } from "@/lib/challenge/open-phase";
import { findPlan } from "@/lib/core/challenge/plans";
import { parseMoney } from "@/lib/core/decimal";
import { getDb } from "@/lib/db/client";
import { loadPortfolio } from "@/lib/db/portfolio/portfolio-repository";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { writeWatermark } from "@/lib/market/ingest/path-watermarks";
import { processPricePath } from "@/lib/trading/price-path/process-price-path";
import { setHalts } from "@/tests/faults/set-halts";
import { countFills, fillOrder, pathOf, queueOrder, snapshotOf } from "@/tests/faults/trading-steps";
import { createAdmin } from "@/tests/support/create-admin";
import {
  callAs,
  positionIn,
  startTrading,
  type TestTrader,
  type TradingWorld,
} from "@/tests/support/start-trading";

vi.mock("next/server", () => ({ after: () => {} }));

const SYMBOL = "BTCUSDT";
let world: TradingWorld;
let admin: Awaited<ReturnType<typeof createAdmin>>;

beforeAll(async () => {
  world = await startTrading({ symbols: [SYMBOL], withVenue: false, routes: {} });
  admin = await createAdmin();
});
afterAll(() => world.close());
beforeEach(() => world.setMarket(SYMBOL, 100_000));
afterEach(() => setHalts([]));

/** Sets the price to which the symbol's path was last walked. */
async function standAt(price: number): Promise<void> {
  const nowMs = Date.now();
  const last = price.toFixed(1);
  const minuteMs = nowMs - (nowMs % 60_000);
  await writeWatermark(SYMBOL, { throughMs: nowMs, last, minuteMs, high: last, low: last });
}

const cancelOrders = (symbol = SYMBOL) =>
  callAs(admin, cancelRoute, {
    method: "POST",
    path: "/api/admin/cancellations",
    body: { symbol, reason: "The venue sent wrong prices." },
  });

async function waitWith(price: string): Promise<TestTrader> {
  const trader = await world.createTrader();
  await fillOrder(world, trader, { leverage: "5", stopLoss: { price: "99000" } });
  await queueOrder(world, trader, { kind: "limit", price });
  return trader;
}

describe("cancelling the orders of a halted symbol", () => {
  it("is rejected while the symbol trades, and for who is no admin", async () => {
    const trader = await waitWith("98000");
    const response = await cancelOrders();
    expect([response.status, response.body.error?.code]).toEqual([409, "still_traded"]);
    const other = await callAs(trader, cancelRoute, {
      method: "POST",
      body: { symbol: SYMBOL, reason: "Why not?" },
    });
    expect(other.status).toBe(403);
    expect((await snapshotOf(trader)).orders).toHaveLength(1);
  });

  it.each(["halt:*", `halt:${SYMBOL}`])(
    "under %s takes every order back, keeps positions and stops, and is audited",
    async (halt) => {
      const traders = [await waitWith("98000"), await waitWith("98500")];
      await setHalts([halt]);
      const response = await cancelOrders();
      expect(response.body).toMatchObject({ failed: 0 });
      expect(Number(response.body.portfolios)).toBeGreaterThanOrEqual(2);
      expect((await cancelOrders()).body).toEqual({ portfolios: 0, failed: 0 });
      await setHalts([]);
      await processPricePath(SYMBOL, pathOf(98_900, 97_000));
      for (const trader of traders) {
        // The entry and the stop-loss; the limit order would have matched as well.
        expect(await countFills(trader)).toBe(2);
        const { portfolioId } = trader;
        const order = await getDb().order.findFirstOrThrow({ where: { portfolioId, kind: "limit" } });
        expect(order).toMatchObject({ status: "CANCELLED" });
        expect(await verifyPortfolio(portfolioId)).toBeNull();
      }
      const lines = await getDb().auditEntry.findMany({ where: { action: "cancel-orders" } });
      expect(lines.at(-1)).toMatchObject({
        target: `symbol:${SYMBOL}`,
        reason: "The venue sent wrong prices.",
      });
    },
  );
});

describe("a challenge during a halt", () => {
  async function openChallenge(): Promise<TestTrader> {
    const owner = await world.createTrader();
    const plan = findPlan("classic");
    if (plan === null) throw new Error("There is no such plan.");
    const challengeId = `challenge-${owner.userId}`;
    const portfolioId = await openPhase({
      challengeId,
      userId: owner.userId,
      plan,
      phase: 1,
      start: parseMoney("10000"),
    });
    const trader = { ...owner, portfolioId };
    await fillOrder(world, trader, { qty: "0.5", leverage: "10" });
    return trader;
  }

  it("is not evaluated at the prices of the halt, and not closed at them", async () => {
    const trader = await openChallenge();
    await standAt(100_000);
    await setHalts([`halt:${SYMBOL}`]);
    await world.setMarket(SYMBOL, 50_000);
    await checkChallenge(trader.portfolioId);
    expect((await loadPortfolio(trader.portfolioId))?.state.lock).toBeNull();
    expect(positionIn(await snapshotOf(trader))).toBeDefined();
    expect(Number((await snapshotOf(trader)).equity)).toBeGreaterThan(9_900);
    await setHalts([]);
    await world.setMarket(SYMBOL, 100_000);
    await checkChallenge(trader.portfolioId);
    expect((await loadPortfolio(trader.portfolioId))?.state.lock).toBeNull();
  });

  it("that breaks a limit in spite of it is closed where the path stood", async () => {
    const trader = await openChallenge();
    await standAt(98_000);
    await setHalts([`halt:${SYMBOL}`]);
    await world.setMarket(SYMBOL, 50_000);
    await checkChallenge(trader.portfolioId);
    const state = (await loadPortfolio(trader.portfolioId))?.state;
    expect(state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
    const exit = await getDb().trade.findFirstOrThrow({
      where: { portfolioId: trader.portfolioId },
      orderBy: { at: "desc" },
    });
    expect(exit.price.toString()).toBe("98000");
    expect(await verifyPortfolio(trader.portfolioId)).toBeNull();
  });

  it("is evaluated at the prices of the halt where an operator allows exits", async () => {
    const trader = await openChallenge();
    await standAt(100_000);
    await setHalts([`halt:${SYMBOL}`, `allow-exits:${SYMBOL}`]);
    await world.setMarket(SYMBOL, 98_000);
    await checkChallenge(trader.portfolioId);
    expect((await loadPortfolio(trader.portfolioId))?.state.lock).toMatchObject({
      reason: "challenge_failed",
    });
  });
});
