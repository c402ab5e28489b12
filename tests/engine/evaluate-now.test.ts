import { expect, it } from "vitest";
import type { Plan } from "@/lib/core/challenge/plan";
import { formatDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Context } from "@/lib/core/engine/context";
import {
  contextOf,
  MIDNIGHT,
  NOON,
  planNamed,
  pointsOf,
  TestPortfolio,
} from "@/tests/engine/challenge-fixture";

function at(price: string, nowMs: number, ageMs = 0): Context {
  return contextOf({ BTCUSDT: [price, ageMs] }, nowMs);
}

function open(plan: Plan): TestPortfolio {
  return new TestPortfolio({ plan, opening: "100000", leverage: "2" });
}

it("fails a challenge at the price of the breach, with what it was evaluated by, and closes all of it", () => {
  const challenge = open(planNamed("classic"));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  challenge.run({ type: "check" }, at("900.2", NOON + 1_000));
  expect(challenge.state.lock).toBeNull();
  expect(challenge.last("headroom-warned")).toMatchObject({ rule: { id: "daily-loss" } });
  challenge.run({ type: "check" }, at("900", NOON + 2_000));
  expect(challenge.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
  expect(challenge.last("challenge-breached")).toMatchObject({
    rule: { id: "daily-loss" },
    floor: parseMoney("95000"),
    equity: parseMoney("94995"),
    marks: [{ symbol: "BTCUSDT", mark: parsePrice("900"), tickMs: NOON + 2_000, tickSeq: 7 }],
  });
  const order = {
    orderId: "later",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("1"),
  } as const;
  const rejected = challenge.run({ type: "submit", order }, at("900", NOON + 3_000));
  expect(rejected).toMatchObject({ ok: false, reason: "portfolio_locked" });
});

it("evaluates at the newest mark known, however old it is, and says so", () => {
  const challenge = open(planNamed("classic"));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  challenge.run({ type: "check" }, at("899", NOON + 60_000, 30_000));
  expect(challenge.state.lock).toMatchObject({ reason: "challenge_failed" });
  expect(challenge.last("challenge-breached")).toMatchObject({
    marks: [{ symbol: "BTCUSDT", mark: parsePrice("899"), tickMs: NOON + 30_000, isStale: true }],
  });
});

it("sees a breach inside a path whose end is harmless", () => {
  const challenge = open(planNamed("classic"));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  const points = pointsOf(["950", "890", "1000"], NOON + 100);
  challenge.run(
    { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points } },
    at("1000", NOON + 1_000),
  );
  expect(challenge.last("challenge-breached")).toMatchObject({
    equity: parseMoney("94995"),
    jump: { mark: parsePrice("890"), equity: parseMoney("94495") },
  });
});

it("evaluates at the reset itself: an open loss that was legal a moment before", () => {
  const challenge = open(planNamed("classic"));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  challenge.trade({ symbol: "BTCUSDT", side: "sell", qty: "50" }, at("1080", NOON + 1_000));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "80" }, at("1000", NOON + 2_000));
  challenge.run({ type: "check" }, at("912.6", MIDNIGHT - 1));
  expect(challenge.state.lock).toBeNull();
  challenge.run({ type: "check" }, at("912.6", MIDNIGHT));
  expect(challenge.last("day-rolled")).toMatchObject({ resetMs: MIDNIGHT, isExact: true });
  expect(challenge.last("challenge-breached")).toMatchObject({ floor: parseMoney("98995"), atMs: MIDNIGHT });
});

it("rolls idle days in one, counts them once and takes no second baseline", () => {
  const challenge = open(planNamed("classic"));
  const later = MIDNIGHT + 5 * 86_400_000 + 60_000;
  challenge.run({ type: "check" }, at("1000", later));
  challenge.run({ type: "check" }, at("1000", later + 1));
  expect(challenge.types().filter((type) => type === "day-rolled")).toHaveLength(1);
  expect(challenge.state.challenge?.day).toMatchObject({ startMs: MIDNIGHT + 5 * 86_400_000 });
});

it("follows equity at every tick where the plan does", () => {
  const challenge = open(planNamed("watermark-intraday"));
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  challenge.run({ type: "check" }, at("1100", NOON + 1_000));
  expect(challenge.last("equity-peaked")).toMatchObject({ equity: parseMoney("104995") });
  challenge.run({ type: "check" }, at("994", NOON + 2_000));
  expect(challenge.last("challenge-breached")).toMatchObject({ equity: parseMoney("99695") });
});

it("passes a phase with its target, its days and no open position, and locks its portfolio", () => {
  const challenge = open(planNamed("classic"));
  for (const day of [0, 1, 2, 3]) {
    const ms = NOON + day * 86_400_000;
    challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", ms));
    challenge.trade({ symbol: "BTCUSDT", side: "sell", qty: "50" }, at("1050", ms + 1_000));
  }
  expect(challenge.last("phase-passed")).toMatchObject({ phase: 1, isLast: false, tradingDays: 4 });
  expect(challenge.state.lock).toMatchObject({ reason: "phase_passed" });
  expect(challenge.run({ type: "reset", opening: parseMoney("1") }, at("1000", NOON)).ok).toBe(false);
});

it("pauses for a soft limit until the reset and goes on after it", () => {
  const classic = planNamed("classic");
  const plan = {
    ...classic,
    floors: classic.floors.map((rule) => ({ ...rule, isSoft: rule.scope === "day" })),
  };
  const challenge = open(plan);
  challenge.trade({ symbol: "BTCUSDT", side: "buy", qty: "50" }, at("1000", NOON));
  challenge.run({ type: "check" }, at("900", NOON + 1_000));
  expect(challenge.state).toMatchObject({ lock: null, positions: [] });
  expect(formatDecimal(challenge.state.balance)).toBe("94995");
  const order = {
    orderId: "more",
    symbol: "BTCUSDT",
    side: "buy",
    kind: "market",
    qty: parseQty("1"),
  } as const;
  const paused = challenge.run({ type: "submit", order }, at("900", NOON + 2_000));
  expect(paused).toMatchObject({ ok: false, reason: "trading_paused" });
  expect(challenge.run({ type: "submit", order }, at("900", MIDNIGHT)).ok).toBe(true);
});
