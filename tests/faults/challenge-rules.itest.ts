import { afterAll, beforeAll, expect, it } from "vitest";
import { continueChallenges } from "@/lib/challenge/continue-challenges";
import { FLOOR_BASES, type FloorBase, type FloorRule, type Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { ONE, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { PathPoint } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { getDb } from "@/lib/db/client";
import { executeCommand } from "@/lib/db/portfolio/execute-command";
import { openPortfolio } from "@/lib/db/portfolio/open-portfolio";
import { verifyPortfolio } from "@/lib/db/portfolio/verify-portfolio";
import { findChallengesToEvaluate, findDueChallenges } from "@/lib/db/queries/challenges";
import { createTestDatabase } from "@/tests/support/create-test-database";
import { buildContext } from "@/tests/support/trading-fixture";
import { type TestServices, useTestServices } from "@/tests/support/use-test-services";

const NOON = Date.parse("2026-03-28T12:00:00Z");
let services: TestServices;

beforeAll(async () => {
  services = await useTestServices({ databaseUrl: await createTestDatabase() });
  await getDb().user.create({ data: { id: "u", email: "u@example.com", displayName: "U" } });
});
afterAll(async () => {
  await getDb().$disconnect();
  await services.close();
});

const at = (nowMs: number, price: string) => () => buildContext({ nowMs, price });
const typesOf = async (portfolioId: string) => {
  const rows = await getDb().portfolioEvent.findMany({ where: { portfolioId }, orderBy: { seq: "asc" } });
  return rows.map(({ type }) => type);
};

/** Opens a challenge with a long position of `qty` at 100; `stop`: its stop, where it has one. */
async function openLong(
  name: string,
  options: { qty: string; plan?: Partial<Plan>; stop?: string },
): Promise<string> {
  const [classic] = PLANS;
  if (classic === undefined) throw new Error("There are no plans.");
  const plan = { ...classic, ...options.plan };
  await openPortfolio({
    id: name,
    userId: "u",
    name,
    kind: "CHALLENGE",
    marginMode: "isolated",
    opening: parseMoney("10000"),
    leverage: ONE,
    rules: BYBIT,
    nowMs: NOON,
    challenge: { challengeId: name, plan, phase: 1 },
  });
  const order = { orderId: "order-0001", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  await executeCommand(
    name,
    { type: "submit", order: { ...order, qty: parseQty(options.qty), ...attachStop(options.stop) } },
    at(NOON, "100"),
  );
  await executeCommand(name, { type: "execute", orderId: order.orderId }, at(NOON + 10, "100"));
  return name;
}

function attachStop(price: string | undefined) {
  return price === undefined
    ? {}
    : { attached: { stopLoss: { price: parsePrice(price), by: "last" } as const } };
}

function point(price: string, timeMs: number): PathPoint {
  return { last: parsePrice(price), mark: parsePrice(price), qty: null, timeMs, seq: 1 };
}

it("fault 15: a breach and a profitable close in one publication come in the order of the path, once, for good", async () => {
  const portfolioId = await openLong("one-publication", { qty: "90" });
  const takeProfit = { price: parsePrice("120"), by: "last" } as const;
  await executeCommand(
    portfolioId,
    { type: "set-position-stops", symbol: "BTCUSDT", takeProfit },
    at(NOON + 20, "100"),
  );
  const points = [point("94", NOON + 100), point("120", NOON + 200)];
  const publication = { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points } } as const;
  await Promise.all([1, 2, 3].map(() => executeCommand(portfolioId, publication, at(NOON + 300, "120"))));
  const types = await typesOf(portfolioId);
  expect(types.filter((type) => type === "challenge-breached")).toHaveLength(1);
  expect(types.filter((type) => type === "round-trip-closed")).toHaveLength(1);
  const entry = await getDb().journalEntry.findFirstOrThrow({ where: { portfolioId } });
  expect(entry.exitReason).toBe("breach");
  expect(entry.net.isNegative()).toBe(true);
  const later = await executeCommand(portfolioId, { type: "check" }, at(NOON + 400, "200"));
  expect(later).toMatchObject({ ok: true, events: [] });
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

it("fault 16: the day rolls once with an open loss, however many ask and whichever process restarts", async () => {
  const portfolioId = await openLong("midnight", { qty: "50" });
  const midnight = Date.parse("2026-03-29T00:00:00Z");
  expect(await findDueChallenges(new Date(midnight - 1), 1_000)).not.toContain(portfolioId);
  expect(await findDueChallenges(new Date(midnight), 1_000)).toContain(portfolioId);
  const asks = Array.from({ length: 20 }, (_, index) =>
    executeCommand(portfolioId, { type: "check" }, at(midnight + index, "96")),
  );
  await Promise.all(asks);
  await executeCommand(portfolioId, { type: "check" }, at(midnight + 60_000, "97"));
  const rolls = await getDb().portfolioEvent.findMany({ where: { portfolioId, type: "day-rolled" } });
  expect(rolls).toHaveLength(1);
  expect(rolls[0]?.payload).toMatchObject({ resetMs: midnight, isExact: true });
  const { challenge } = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
  expect(challenge).toMatchObject({ day: { startMs: midnight, balance: expect.stringMatching(/^99/) } });
  expect(await findDueChallenges(new Date(midnight + 60_000), 1_000)).not.toContain(portfolioId);
});

it("fault 16: a day of 23 hours ends after 23 hours", async () => {
  const portfolioId = await openLong("prague", { qty: "1", plan: { zone: "Europe/Prague" } });
  const roll = (iso: string) => executeCommand(portfolioId, { type: "check" }, at(Date.parse(iso), "100"));
  await roll("2026-03-28T23:00:00Z");
  await roll("2026-03-29T21:59:59.999Z");
  await roll("2026-03-29T22:00:00Z");
  const rolls = await getDb().portfolioEvent.findMany({
    where: { portfolioId, type: "day-rolled" },
    orderBy: { seq: "asc" },
  });
  const resets = rolls.map(({ payload }) => (payload as { resetMs: number }).resetMs);
  expect(resets).toEqual([Date.parse("2026-03-28T23:00:00Z"), Date.parse("2026-03-29T22:00:00Z")]);
});

const LIMIT = { id: "limit", name: "Limit", percent: parseDecimal("0.05"), amountOf: "start" } as const;
const floorOn = (base: FloorBase, isSoft: boolean): FloorRule => ({
  ...LIMIT,
  base,
  scope: base.startsWith("day") ? "day" : "total",
  lockAt: null,
  breachWhen: "below",
  isSoft,
  phases: null,
});
const FLOORS = FLOOR_BASES.flatMap((base) => [floorOn(base, false), floorOn(base, true)]);
const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const HOURS = { kind: "trading-hours", opensAt: "00:00", closesAt: "14:00", weekdays: EVERY_DAY } as const;
const ALL = { id: "rule", phases: null } as const;
/** Rules that are enforced when their time is over. */
const TIMED: readonly TradingRule[] = [
  { ...ALL, kind: "stop-required", withinMinutes: 120, isSoft: false },
  { ...ALL, kind: "stop-required", withinMinutes: 120, isSoft: true },
  { ...ALL, ...HOURS, closesPositions: true },
];
const TRADING_RULES: readonly TradingRule[] = [
  ...TIMED,
  { ...ALL, ...HOURS, closesPositions: false },
  { ...ALL, kind: "inactivity", days: 1 },
  { ...ALL, kind: "trade-risk", percent: parseDecimal("0.1") },
  { ...ALL, kind: "exposure", per: "symbol", percent: ONE, symbols: null },
  { ...ALL, kind: "exposure", per: "total", percent: ONE, symbols: null },
  { ...ALL, kind: "leverage", maxLeverage: ONE, symbols: null },
];
const named = (rule: TradingRule | FloorRule) =>
  "base" in rule
    ? `${rule.isSoft ? "soft" : "hard"} ${rule.base}`
    : [rule.kind, ...Object.values(rule).filter((value) => typeof value === "boolean")].join(" ");

it.each(FLOORS.map((rule) => [named(rule), rule] as const))(
  "fault 15: under the %s limit the fall comes before the profitable close",
  async (name, rule) => {
    const portfolioId = await openLong(`fault-15 ${name}`, { qty: "90", plan: { floors: [rule] } });
    await setTarget(portfolioId);
    await publish(portfolioId, [point("94", NOON + 100), point("120", NOON + 200)], NOON + 300);
    const types = await typesOf(portfolioId);
    const found = rule.isSoft ? "trading-paused" : "challenge-breached";
    expect(types.filter((type) => type === found)).toHaveLength(1);
    expect(types.filter((type) => type === "round-trip-closed")).toHaveLength(1);
    expect(types.includes("portfolio-locked")).toBe(!rule.isSoft);
    const entry = await getDb().journalEntry.findFirstOrThrow({ where: { portfolioId } });
    expect(entry.net.isNegative()).toBe(true);
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  },
);

it.each(TIMED.map((rule) => [named(rule), rule] as const))(
  "fault 15: the rule %s comes before a profitable close after its time",
  async (name, rule) => {
    const plan = { floors: [], tradingRules: [rule] };
    const portfolioId = await openLong(`fault-15 ${name}`, { qty: "50", plan });
    await setTarget(portfolioId);
    const dueMs = NOON + 2 * 3_600_000 + 11;
    await publish(portfolioId, [point("99", dueMs - 1_000), point("120", dueMs + 1_000)], dueMs + 2_000);
    const types = await typesOf(portfolioId);
    expect(types.filter((type) => type === "rule-enforced")).toHaveLength(1);
    expect(types.filter((type) => type === "round-trip-closed")).toHaveLength(1);
    const isFailed = rule.kind === "stop-required" && !rule.isSoft;
    expect(types.includes("portfolio-locked")).toBe(isFailed);
    const entry = await getDb().journalEntry.findFirstOrThrow({ where: { portfolioId } });
    expect(entry.exitReason).not.toBe("target");
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  },
);

it.each([...FLOORS, ...TRADING_RULES].map((rule) => [named(rule), rule] as const))(
  "fault 16: under the rule %s a day of 23 hours rolls once, with an open loss",
  async (name, rule) => {
    const rules = "base" in rule ? { floors: [rule] } : { floors: [], tradingRules: [rule] };
    const plan = { ...rules, zone: "Europe/Prague" };
    const portfolioId = await openLong(`fault-16 ${name}`, { qty: "50", plan, stop: "80" });
    const resets = ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"].map((text) => Date.parse(text));
    for (const resetMs of resets) {
      await executeCommand(portfolioId, { type: "check" }, at(resetMs - 1, "98"));
      await Promise.all(
        [0, 1, 2].map((lateMs) => executeCommand(portfolioId, { type: "check" }, at(resetMs + lateMs, "98"))),
      );
    }
    const rolls = await getDb().portfolioEvent.findMany({
      where: { portfolioId, type: "day-rolled" },
      orderBy: { seq: "asc" },
    });
    expect(rolls.map(({ payload }) => payload)).toMatchObject(resets.map((resetMs) => ({ resetMs })));
    expect(await verifyPortfolio(portfolioId)).toBeNull();
  },
);

function setTarget(portfolioId: string) {
  const takeProfit = { price: parsePrice("120"), by: "last" } as const;
  return executeCommand(
    portfolioId,
    { type: "set-position-stops", symbol: "BTCUSDT", takeProfit },
    at(NOON + 20, "100"),
  );
}

/** Publishes a path three times at once. */
async function publish(portfolioId: string, points: PathPoint[], nowMs: number): Promise<void> {
  const moved = { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points } } as const;
  await Promise.all([1, 2, 3].map(() => executeCommand(portfolioId, moved, at(nowMs, "120"))));
}

it("a rejected command keeps the breach that it found, whatever the command and however often it is sent", async () => {
  const portfolioId = await openLong("rejected", { qty: "90" });
  const late = { orderId: "order-late", symbol: "BTCUSDT", side: "buy", kind: "market" } as const;
  const submit = { type: "submit", order: { ...late, qty: parseQty("1") } } as const;
  const sent = await Promise.all(
    [94, 94, 101].map((price) => executeCommand(portfolioId, submit, at(NOON + 1_000, String(price)))),
  );
  for (const result of sent) expect(result).toMatchObject({ ok: false, reason: "portfolio_locked" });
  const types = await typesOf(portfolioId);
  expect(types.filter((type) => type === "challenge-breached")).toHaveLength(1);
  expect(types.at(-1)).toBe("portfolio-locked");
  const row = await getDb().portfolio.findUniqueOrThrow({ where: { id: portfolioId } });
  expect(row.lockReason).toBe("challenge_failed");
  expect(await getDb().order.count({ where: { portfolioId, clientOrderId: late.orderId } })).toBe(0);
  const again = await executeCommand(portfolioId, submit, at(NOON + 2_000, "101"));
  expect(again).toMatchObject({ ok: false, reason: "portfolio_locked", events: [] });
  const first = { ...late, orderId: "order-0001", qty: parseQty("90") };
  const repeat = await executeCommand(portfolioId, { type: "submit", order: first }, at(NOON + 3_000, "101"));
  expect(repeat).toMatchObject({ ok: true, isReplayed: true });
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

it("several commands of which one is rejected keep the breach and nothing else", async () => {
  const portfolioId = await openLong("rejected-together", { qty: "90" });
  const commands = [
    { type: "set-leverage", symbol: "ETHUSDT", leverage: ONE },
    { type: "cancel", orderId: "none" },
  ] as const;
  const result = await executeCommand(portfolioId, commands, at(NOON + 1_000, "94"));
  expect(result).toMatchObject({ ok: false, reason: "portfolio_locked" });
  expect((await typesOf(portfolioId)).slice(-2)).toEqual(["round-trip-closed", "portfolio-locked"]);
  expect(await verifyPortfolio(portfolioId)).toBeNull();
});

it("the sweep names those whose rules have something to say; a position without a mark counts at its entry", async () => {
  const portfolioId = await openLong("swept", { qty: "90" });
  const find = (mark: number, isFresh = true) =>
    findChallengesToEvaluate([{ symbol: "BTCUSDT", mark, isFresh }]);
  expect(await find(100)).not.toContain(portfolioId);
  expect(await find(95.7)).toContain(portfolioId);
  expect(await find(95.7, false)).toContain(portfolioId);
  expect(await findChallengesToEvaluate([])).not.toContain(portfolioId);
  const sliver = { orderId: "order-eth1", symbol: "ETHUSDT", side: "buy", kind: "market" } as const;
  const both = () => buildContext({ nowMs: NOON + 50, price: "100", symbols: ["BTCUSDT", "ETHUSDT"] });
  await executeCommand(portfolioId, { type: "submit", order: { ...sliver, qty: parseQty("0.1") } }, both);
  await executeCommand(portfolioId, { type: "execute", orderId: sliver.orderId }, both);
  expect(await find(100)).not.toContain(portfolioId);
  expect(await find(95.7)).toContain(portfolioId);
  const flip = { ...sliver, orderId: "order-eth2", side: "sell", qty: parseQty("0.2") } as const;
  await executeCommand(portfolioId, { type: "submit", order: flip }, both);
  await executeCommand(portfolioId, { type: "execute", orderId: flip.orderId }, both);
  const threshold = await getDb().challengeThreshold.findUniqueOrThrow({ where: { portfolioId } });
  expect(threshold).toMatchObject({
    symbols: ["BTCUSDT", "ETHUSDT"],
    qtys: [90, -0.1],
    costs: [9_009, -9.99],
  });
  // The short gains what the long would have lost.
  const fallen = [
    { symbol: "BTCUSDT", mark: 100, isFresh: true },
    { symbol: "ETHUSDT", mark: 1, isFresh: true },
  ];
  expect(await findChallengesToEvaluate(fallen)).not.toContain(portfolioId);
});

it("the sweep does not ask for a peak that only an old mark would raise", async () => {
  const [, , , intraday] = PLANS;
  const portfolioId = await openLong("peaked", { qty: "50", plan: { ...intraday } });
  expect(await findChallengesToEvaluate([{ symbol: "BTCUSDT", mark: 130, isFresh: false }])).not.toContain(
    portfolioId,
  );
  expect(await findChallengesToEvaluate([{ symbol: "BTCUSDT", mark: 130, isFresh: true }])).toContain(
    portfolioId,
  );
});

it("a challenge whose next phase can't be opened does not stop the others", async () => {
  const plan = PLANS.find(({ phases }) => phases.length > 1);
  await openLong("stuck", { qty: "1", plan });
  await openLong("passed", { qty: "1", plan });
  const ids = { challengeId: { in: ["stuck", "passed"] } };
  await getDb().challengePhase.updateMany({
    where: ids,
    data: { status: "PASSED", endedAt: new Date(NOON), endedSeq: 1 },
  });
  await getDb().user.create({ data: { id: "v", email: "v@example.com", displayName: "V" } });
  await getDb().challenge.update({ where: { id: "stuck" }, data: { userId: "v" } });
  expect(await continueChallenges()).toBe(1);
  const opened = await getDb().challengePhase.findMany({ where: { ...ids, phase: 2 } });
  expect(opened.map(({ challengeId }) => challengeId)).toEqual(["passed"]);
});
