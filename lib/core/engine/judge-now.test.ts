import { expect, it } from "vitest";
import { formatDecimal, parseDecimal, parseMoney, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import type { Context } from "@/lib/core/engine/context";
import { type Decision, decide } from "@/lib/core/engine/decide";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { Instrument } from "@/lib/core/engine/instrument";
import { assertInvariants } from "@/lib/core/engine/invariants";
import { EMPTY_STATE, type PortfolioState } from "@/lib/core/engine/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import type { Plan } from "@/lib/core/prop/plan";
import { findPlan } from "@/lib/core/prop/plans";

const INSTRUMENT: Instrument = {
  symbol: "BTCUSDT",
  baseCoin: "BTC",
  quoteCoin: "USDT",
  status: "trading",
  tickSize: parseDecimal("0.1"),
  qtyStep: parseDecimal("0.001"),
  minQty: parseQty("0.001"),
  maxLimitQty: parseQty("100"),
  maxMarketQty: parseQty("100"),
  minNotional: parseMoney("5"),
  maxLeverage: parseDecimal("100"),
  makerRate: parseDecimal("0"),
  takerRate: parseDecimal("0"),
  tiers: [],
  priceLimit: null,
};
const NOON = Date.parse("2026-05-01T12:00:00Z");
const MIDNIGHT = Date.parse("2026-05-02T00:00:00Z");

function at(price: string, nowMs: number, ageMs = 0): Context {
  const level = (offset: number) => ({
    price: parsePrice(String(Number(price) + offset)),
    // Other sizes at other times: what was taken of a level counts only while it is shown unchanged.
    qty: parseQty(String(500 + (Math.floor(nowMs / 1_000) % 97))),
  });
  const market = {
    last: parsePrice(price),
    mark: parsePrice(price),
    index: null,
    book: { bids: [level(0)], asks: [level(0.1)] },
    tickMs: nowMs - ageMs,
    tickSeq: 7,
    bookMs: nowMs - ageMs + 1,
  };
  const instruments = new Map([["BTCUSDT", INSTRUMENT]]);
  return { nowMs, rules: BYBIT, instruments, markets: new Map([["BTCUSDT", market]]) };
}

/** A portfolio and what happened to it. */
class Challenge {
  state: PortfolioState = EMPTY_STATE;
  readonly log: PortfolioEvent[] = [];

  constructor(plan: Plan, atMs = NOON) {
    const start = {
      id: "p",
      kind: "perpetual",
      marginMode: "isolated",
      opening: parseMoney("100000"),
    } as const;
    const challenge = { challengeId: "c", plan, phase: 1 };
    const command = { type: "open-portfolio", ...start, leverage: parseDecimal("2"), challenge } as const;
    this.run(command, at("1000", atMs));
  }

  run(command: Command, context: Context): Decision {
    const decision = decide(this.state, command, context);
    if (!decision.ok) return decision;
    assertInvariants(decision.state, context.instruments);
    this.state = decision.state;
    this.log.push(...decision.events);
    return decision;
  }

  trade(order: Pick<OrderRequest, "side" | "qty">, context: Context): void {
    const orderId = `order-${this.state.seq}`;
    const submitted = { orderId, symbol: "BTCUSDT", kind: "market", ...order } as const;
    expect(this.run({ type: "submit", order: submitted }, context)).toMatchObject({ ok: true });
    expect(this.run({ type: "execute", orderId }, context)).toMatchObject({ ok: true });
  }

  last(type: PortfolioEvent["type"]) {
    return this.log.findLast((event) => event.type === type);
  }

  types(): string[] {
    return this.log.map(({ type }) => type);
  }
}

function planNamed(id: string): Plan {
  const plan = findPlan(id);
  if (plan === null) throw new Error(`No plan ${id}.`);
  return plan;
}

it("fails a challenge at the price of the breach, with what it was judged by, and closes all of it", () => {
  const challenge = new Challenge(planNamed("classic"));
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
  challenge.run({ type: "check" }, at("900.2", NOON + 1_000));
  expect(challenge.state.lock).toBeNull();
  expect(challenge.last("room-warned")).toMatchObject({ rule: { id: "daily-loss" } });
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
  const refused = challenge.run({ type: "submit", order }, at("900", NOON + 3_000));
  expect(refused).toEqual({ ok: false, reason: "portfolio_locked" });
});

it("does not judge at prices that are too old", () => {
  const challenge = new Challenge(planNamed("classic"));
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
  challenge.run({ type: "check" }, at("500", NOON + 60_000, 30_000));
  expect(challenge.state.lock).toBeNull();
});

it("sees a breach inside a path whose end is harmless", () => {
  const challenge = new Challenge(planNamed("classic"));
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
  const points = ["950", "890", "1000"].map((price, index) => ({
    last: parsePrice(price),
    mark: parsePrice(price),
    qty: null,
    timeMs: NOON + 100 * (index + 1),
    seq: index,
  }));
  challenge.run(
    { type: "price-moved", symbol: "BTCUSDT", path: { kind: "points", points } },
    at("1000", NOON + 1_000),
  );
  expect(challenge.last("challenge-breached")).toMatchObject({ equity: parseMoney("94495") });
});

it("judges at the reset itself: an open loss that was legal a moment before", () => {
  const challenge = new Challenge(planNamed("classic"));
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
  challenge.trade({ side: "sell", qty: parseQty("50") }, at("1080", NOON + 1_000));
  challenge.trade({ side: "buy", qty: parseQty("80") }, at("1000", NOON + 2_000));
  challenge.run({ type: "check" }, at("912.6", MIDNIGHT - 1));
  expect(challenge.state.lock).toBeNull();
  challenge.run({ type: "check" }, at("912.6", MIDNIGHT));
  expect(challenge.last("day-rolled")).toMatchObject({ resetMs: MIDNIGHT, isExact: true });
  expect(challenge.last("challenge-breached")).toMatchObject({ floor: parseMoney("98995"), atMs: MIDNIGHT });
});

it("rolls idle days in one, counts them once and takes no second baseline", () => {
  const challenge = new Challenge(planNamed("classic"));
  const later = MIDNIGHT + 5 * 86_400_000 + 60_000;
  challenge.run({ type: "check" }, at("1000", later));
  challenge.run({ type: "check" }, at("1000", later + 1));
  expect(challenge.types().filter((type) => type === "day-rolled")).toHaveLength(1);
  expect(challenge.state.prop?.day).toMatchObject({ startMs: MIDNIGHT + 5 * 86_400_000 });
});

it("follows equity at every tick where the plan does", () => {
  const challenge = new Challenge(planNamed("watermark-intraday"));
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
  challenge.run({ type: "check" }, at("1100", NOON + 1_000));
  expect(challenge.last("equity-peaked")).toMatchObject({ equity: parseMoney("104995") });
  challenge.run({ type: "check" }, at("994", NOON + 2_000));
  expect(challenge.last("challenge-breached")).toMatchObject({ equity: parseMoney("99695") });
});

it("passes a phase with its target, its days and no open position, and locks its portfolio", () => {
  const challenge = new Challenge(planNamed("classic"));
  for (const day of [0, 1, 2, 3]) {
    const ms = NOON + day * 86_400_000;
    challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", ms));
    challenge.trade({ side: "sell", qty: parseQty("50") }, at("1050", ms + 1_000));
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
  const challenge = new Challenge(plan);
  challenge.trade({ side: "buy", qty: parseQty("50") }, at("1000", NOON));
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
  expect(paused).toEqual({ ok: false, reason: "trading_paused" });
  expect(challenge.run({ type: "submit", order }, at("900", MIDNIGHT)).ok).toBe(true);
});
