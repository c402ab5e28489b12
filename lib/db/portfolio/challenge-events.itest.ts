import { afterAll, beforeAll, expect, it } from "vitest";
import { PLANS } from "@/lib/core/challenge/plans";
import { ONE, parseMoney, parseQty } from "@/lib/core/decimal";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { findEntry, type JournalRow } from "@/lib/db/journal/journal";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { toEntryDto } from "@/lib/journal/read-entry-row";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await getDb().user.create({ data: { id: "u", email: "u@example.com", displayName: "U" } });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const at = (afterMs: number, price: string) => () => buildContext({ nowMs: NOW_MS + afterMs, price });

const NOTHING_BOOKED = { realised: expect.stringMatching(/^0\.?0*$/) };
const seen = (high: number, low: number) => ({
  highest: expect.stringMatching(new RegExp(`^${high}\\.?0*$`)),
  lowest: expect.stringMatching(new RegExp(`^${low}\\.?0*$`)),
});

async function openChallenge(planId: string): Promise<string> {
  const plan = PLANS.find(({ id }) => id === planId);
  if (plan === undefined) throw new Error(`No plan ${planId}.`);
  const id = `${planId}-1`;
  await openPortfolio({
    id,
    userId: "u",
    name: plan.name,
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOW_MS,
    challenge: { challengeId: planId, plan, phase: 1 },
  });
  return id;
}

async function buy(portfolioId: string, qty: string): Promise<void> {
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  await executeCommand(
    portfolioId,
    { type: "submit", order: { ...order, qty: parseQty(qty) } },
    at(0, "100"),
  );
  await executeCommand(portfolioId, { type: "execute", orderId: order.orderId }, at(10, "100"));
}

it("writes challenge, phase, thresholds and journal with the log, and the log leads to the stored state", async () => {
  const portfolioId = await openChallenge("classic");
  await buy(portfolioId, "90");
  const db = getDb();
  expect(await db.challenge.findUnique({ where: { id: "classic" } })).toMatchObject({
    userId: "u",
    status: "RUNNING",
    phase: 1,
  });
  const threshold = await db.challengeThreshold.findUniqueOrThrow({ where: { portfolioId } });
  expect(threshold).toMatchObject({ below: 9_625, above: null, resetAt: new Date("2026-03-02T00:00:00Z") });
  expect(await verifyPortfolio(portfolioId)).toBeNull();
  await executeCommand(portfolioId, { type: "check" }, at(1_000, "94"));
  expect(await verifyPortfolio(portfolioId)).toBeNull();
  const challenge = await db.challenge.findUniqueOrThrow({
    where: { id: "classic" },
    include: { phases: true },
  });
  expect(challenge).toMatchObject({ status: "FAILED", phases: [{ phase: 1, status: "FAILED" }] });
  expect(await db.challengeThreshold.count({ where: { portfolioId } })).toBe(0);
  const entry = await db.journalEntry.findFirstOrThrow({ where: { portfolioId } });
  expect(entry).toMatchObject({ symbol: "BTCUSDT", side: "long", exitReason: "breach", highest: null });
  const portfolio = await db.portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
  expect(entry.net.plus(10_000).toFixed()).toBe(portfolio.balance.toFixed());
});

it("takes excursions from whole minutes and from the seconds at both ends", async () => {
  const portfolioId = await openChallenge("watermark");
  await buy(portfolioId, "1");
  const row = (resolution: string, startAt: string, high: number, low: number) => {
    return { symbol: "BTCUSDT", resolution, startAt: new Date(startAt), high, low };
  };
  await getDb().priceRange.createMany({
    data: [
      row("M", "2026-03-01T11:59:00Z", 500, 1),
      row("M", "2026-03-01T12:00:00Z", 400, 2),
      row("S", "2026-03-01T12:00:00Z", 104, 99),
      row("M", "2026-03-01T12:01:00Z", 106, 98),
      row("S", "2026-03-01T12:02:10Z", 105, 97),
      row("S", "2026-03-01T12:02:40Z", 300, 3),
      row("M", "2026-03-01T12:02:00Z", 300, 3),
    ],
  });
  const close = { type: "close-position", symbol: "BTCUSDT", fraction: ONE, orderId: "order-0002" } as const;
  await executeCommand(portfolioId, close, at(150_000, "100"));
  await executeCommand(portfolioId, { type: "execute", orderId: "order-0002" }, at(150_010, "100"));
  const entry = await getDb().journalEntry.findFirstOrThrow({ where: { portfolioId } });
  expect([entry.highest?.toFixed(), entry.lowest?.toFixed(), entry.exitReason]).toEqual([
    "106",
    "97",
    "manual",
  ]);
});

it("stores the stretches of a trade in parts, each with its own outermost prices", async () => {
  const portfolioId = await openChallenge("sprint");
  const HOUR_MS = 3_600_000;
  const fill = async (side: "buy" | "sell", qty: string, afterMs: number, price: string) => {
    const order = { orderId: `part-${afterMs}`, symbol: "BTCUSDT", side, kind: "market" } as const;
    await executeCommand(
      portfolioId,
      { type: "submit", order: { ...order, qty: parseQty(qty) } },
      at(afterMs, price),
    );
    await executeCommand(portfolioId, { type: "execute", orderId: order.orderId }, at(afterMs + 10, price));
  };
  const minute = (startAt: string, high: number, low: number) => ({
    symbol: "BTCUSDT",
    resolution: "M",
    startAt: new Date(startAt),
    high,
    low,
  });
  await getDb().priceRange.createMany({
    data: [minute("2026-03-01T13:05:00Z", 103, 95), minute("2026-03-01T13:15:00Z", 120, 98)],
  });
  await fill("buy", "1", HOUR_MS, "100");
  await fill("buy", "1", HOUR_MS + 600_000, "97.9");
  await fill("sell", "2", HOUR_MS + 1_200_000, "100.1");
  const entry = await getDb().journalEntry.findFirstOrThrow({ where: { portfolioId } });
  expect(entry.stretches).toEqual([
    {
      qty: expect.stringMatching(/^1\.?0*$/),
      cost: expect.stringMatching(/^100\.10*$/),
      ...NOTHING_BOOKED,
      ...seen(103, 95),
    },
    {
      qty: expect.stringMatching(/^2\.?0*$/),
      cost: expect.stringMatching(/^198\.10*$/),
      ...NOTHING_BOOKED,
      ...seen(120, 98),
    },
  ]);
  const row = await findEntry(entry.userId, entry.id);
  const { mfe, mae, gross } = toEntryDto(row as JournalRow);
  expect([mfe, mae, gross]).toEqual(["41.9", "-5.1", "1.9"]);
});
