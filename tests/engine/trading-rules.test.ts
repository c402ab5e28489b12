import { describe, expect, it } from "vitest";
import type { Plan } from "@/lib/core/challenge/plan";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { formatDecimal, parseDecimal, parsePrice, parseQty } from "@/lib/core/decimal";
import type { Command, OrderRequest } from "@/lib/core/engine/commands";
import { recordEquitySnapshot } from "@/lib/core/engine/state/equity-snapshot";
import {
  contextOf,
  instrumentOf,
  NOON,
  planNamed,
  pointsOf,
  TestPortfolio,
} from "@/tests/engine/challenge-fixture";

const MINUTE_MS = 60_000;
const SYMBOL = "BTCUSDT";
const ALL = { id: "rule", phases: null };
const instruments = [SYMBOL, "LTCUSDT"].map((symbol) => instrumentOf(symbol));

function planOf(tradingRules: readonly TradingRule[], change: Partial<Plan> = {}): Plan {
  return {
    id: "plan",
    version: 1,
    name: "Plan",
    summary: "",
    resetAt: "00:00",
    zone: "UTC",
    floors: [],
    phases: [{ name: "One", target: null, minTradingDays: 0, bestDayLimit: null }],
    tradingRules,
    ...change,
  };
}

/** A challenge of 10,000 at a price of 100 with leverage 10. */
function open(...rules: TradingRule[]) {
  const portfolio = new TestPortfolio({ plan: planOf(rules) });
  let count = 0;
  const at = (minutes: number, price = "100") =>
    contextOf({ [SYMBOL]: price, LTCUSDT: "100" }, NOON + Math.round(minutes * MINUTE_MS), { instruments });
  const reasonOf = (command: Command, minutes = 0, price = "100") => {
    const decision = portfolio.run(command, at(minutes, price));
    return decision.ok ? null : decision.reason;
  };
  const submit = (order: Partial<Omit<OrderRequest, "qty">> & { qty: string }, minutes = 0) => {
    count += 1;
    const whole = { orderId: `o${count}`, symbol: SYMBOL, side: "buy", kind: "limit", ...order } as const;
    return reasonOf({ type: "submit", order: { ...whole, qty: parseQty(order.qty) } }, minutes);
  };
  const types = () => portfolio.log.map(({ type }) => type);
  return { portfolio, at, reasonOf, submit, types };
}

const limitAt = (price: string) => ({ kind: "limit", price: parsePrice(price) }) as const;
const stopAt = (price: string) =>
  ({ attached: { stopLoss: { price: parsePrice(price), by: "last" } } }) as const;

describe("orders that the rules reject", () => {
  it("limit the exposure of a symbol with every waiting entry, at equality too", () => {
    const { submit } = open({
      ...ALL,
      kind: "exposure",
      per: "symbol",
      percent: parseDecimal("1"),
      symbols: null,
    });
    expect(submit({ ...limitAt("90"), qty: "50" })).toBeNull();
    expect(submit({ ...limitAt("90"), qty: "61.112" })).toBe("exposure_above_limit");
    expect(submit({ ...limitAt("88"), qty: "62.5" })).toBeNull();
    expect(submit({ ...limitAt("90"), qty: "0.1" })).toBe("exposure_above_limit");
    // Another symbol has its own limit; the other side does not add up with this one.
    expect(submit({ ...limitAt("90"), qty: "100", symbol: "LTCUSDT" })).toBeNull();
    expect(submit({ ...limitAt("110"), qty: "90", side: "sell" })).toBeNull();
  });

  it("limit the exposure in total", () => {
    const { submit } = open({
      ...ALL,
      kind: "exposure",
      per: "total",
      percent: parseDecimal("1"),
      symbols: null,
    });
    expect(submit({ ...limitAt("90"), qty: "60" })).toBeNull();
    expect(submit({ ...limitAt("90"), qty: "60", symbol: "LTCUSDT" })).toBe("exposure_above_limit");
    expect(submit({ ...limitAt("92"), qty: "50", symbol: "LTCUSDT" })).toBeNull();
  });

  it("leave exits alone", () => {
    const { portfolio, submit, at, reasonOf } = open({
      ...ALL,
      kind: "exposure",
      per: "symbol",
      percent: parseDecimal("1"),
      symbols: null,
    });
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "90" }, at(0));
    expect(submit({ ...limitAt("110"), side: "sell", qty: "90" })).toBeNull();
    const close = {
      type: "close-position",
      symbol: SYMBOL,
      fraction: parseDecimal("1"),
      orderId: "x",
    } as const;
    expect(reasonOf(close)).toBeNull();
  });

  it("limit the leverage in every way to set it", () => {
    const { submit, reasonOf } = open(
      { ...ALL, kind: "leverage", maxLeverage: parseDecimal("5"), symbols: [SYMBOL] },
      { ...ALL, id: "rest", kind: "leverage", maxLeverage: parseDecimal("10"), symbols: null },
    );
    expect(submit({ ...limitAt("90"), qty: "1" })).toBe("leverage_above_rule");
    const set = (leverage: string) =>
      reasonOf({ type: "set-leverage", symbol: SYMBOL, leverage: parseDecimal(leverage) });
    expect([set("5.01"), set("5")]).toEqual(["leverage_above_rule", null]);
    expect(submit({ ...limitAt("90"), qty: "1" })).toBeNull();
    expect(submit({ ...limitAt("90"), qty: "1", symbol: "LTCUSDT" })).toBeNull();
    const other = { ...limitAt("90"), qty: "1", symbol: "LTCUSDT", leverage: parseDecimal("11") };
    expect(submit(other)).toBe("leverage_differs");
  });

  it("limit the risk of a trade: 1 % of 10,000", () => {
    const { portfolio, submit, reasonOf } = open({
      ...ALL,
      kind: "trade-risk",
      percent: parseDecimal("0.01"),
    });
    expect(reasonOf({ type: "set-leverage", symbol: SYMBOL, leverage: parseDecimal("2") })).toBeNull();
    expect(submit({ ...limitAt("99"), qty: "10" })).toBe("stop_missing");
    expect(submit({ ...limitAt("99"), ...stopAt("88.9"), qty: "10" })).toBe("risk_above_limit");
    expect(submit({ ...limitAt("99"), ...stopAt("89"), qty: "10" })).toBeNull();
    expect(reasonOf({ type: "cancel-all" })).toBeNull();
    expect(submit({ kind: "market", ...stopAt("95"), qty: "10" })).toBeNull();
    expect(reasonOf({ type: "execute", orderId: "o4" })).toBeNull();
    expect(portfolio.state.positions[0]?.stopLoss?.price).toBe(parsePrice("95"));
    // The position counts by its own stop: with 10 more at 100.1 it would lose 102.
    expect(submit({ ...limitAt("99.9"), qty: "11" })).toBe("risk_above_limit");
    const move = (price: string | null) =>
      reasonOf({
        type: "set-position-stops",
        symbol: SYMBOL,
        stopLoss: price === null ? null : { price: parsePrice(price), by: "last" },
      });
    expect([move("90"), move("90.1"), move(null)]).toEqual(["risk_above_limit", null, "stop_missing"]);
  });

  it("allow entries in the hours only, exits at any time", () => {
    const hours = {
      ...ALL,
      kind: "trading-hours",
      opensAt: "08:00",
      closesAt: "12:30",
      closesPositions: false,
    } as const;
    const { portfolio, at, submit, reasonOf } = open({ ...hours, weekdays: [0, 1, 2, 3, 4, 5, 6] });
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "10" }, at(0));
    expect(submit({ ...limitAt("90"), qty: "1" }, 29)).toBeNull();
    expect(submit({ ...limitAt("90"), qty: "1" }, 30)).toBe("outside_hours");
    expect(portfolio.last("order-cancelled")).toMatchObject({ orderId: "o1", reason: "rule" });
    expect(portfolio.last("rule-enforced")).toMatchObject({
      outcome: "cancelled",
      dueMs: NOON + 30 * MINUTE_MS,
    });
    const close = {
      type: "close-position",
      symbol: SYMBOL,
      fraction: parseDecimal("1"),
      orderId: "x",
    } as const;
    expect(reasonOf(close, 31)).toBeNull();
  });
});

describe("waiting orders", () => {
  it("are withdrawn at their trigger when the price there breaks a rule", () => {
    const { portfolio, submit, at } = open({
      ...ALL,
      kind: "exposure",
      per: "symbol",
      percent: parseDecimal("1"),
      symbols: null,
    });
    const trigger = { price: parsePrice("101"), by: "last" } as const;
    expect(submit({ kind: "stop-market", trigger, qty: "99" })).toBeNull();
    // The price jumps beyond the trigger: 99 × 103 is more than 10,000.
    const path = { kind: "points", points: pointsOf(["103"], NOON + 1_000) } as const;
    portfolio.run({ type: "price-moved", symbol: SYMBOL, path }, at(1, "103"));
    expect(portfolio.state.positions).toEqual([]);
    expect(portfolio.last("order-cancelled")).toMatchObject({ orderId: "o1", reason: "rule" });
  });

  it("fill a part up to the limit where they fill in parts", () => {
    const { portfolio, submit, at } = open({
      ...ALL,
      kind: "exposure",
      per: "symbol",
      percent: parseDecimal("0.5"),
      symbols: null,
    });
    expect(submit({ ...limitAt("99"), qty: "50" })).toBeNull();
    const point = (qty: string, timeMs: number) => ({
      last: parsePrice("98.9"),
      mark: parsePrice("98.9"),
      qty: parseQty(qty),
      timeMs,
      seq: 1,
    });
    const points = [point("20", NOON + 1_000)];
    portfolio.run({ type: "price-moved", symbol: SYMBOL, path: { kind: "points", points } }, at(1, "98.9"));
    expect(formatDecimal(portfolio.state.positions[0]?.cost ?? parseDecimal("0"))).toBe("1980");
    // 1,980 of the position, 2,970 of its rest, and 50 more is the limit.
    expect(submit({ ...limitAt("50"), qty: "1.002" }, 2)).toBe("exposure_above_limit");
    expect(submit({ ...limitAt("50"), qty: "1" }, 2)).toBeNull();
  });

  it("are withdrawn when they would fill after the hours, however late the path is walked", () => {
    const hours = {
      ...ALL,
      kind: "trading-hours",
      opensAt: "08:00",
      closesAt: "12:30",
      closesPositions: false,
    } as const;
    const { portfolio, submit, at } = open({ ...hours, weekdays: [4] });
    expect(submit({ ...limitAt("99"), qty: "1" })).toBeNull();
    expect(submit({ ...limitAt("98"), qty: "1" })).toBeNull();
    const inTime = pointsOf(["98.9"], NOON + 29 * MINUTE_MS);
    const late = pointsOf(["97.9"], NOON + 30 * MINUTE_MS);
    const path = { kind: "points", points: [...inTime, ...late] } as const;
    portfolio.run({ type: "price-moved", symbol: SYMBOL, path }, at(31, "97.9"));
    expect(portfolio.log.filter(({ type }) => type === "order-filled")).toHaveLength(1);
    expect(portfolio.last("order-cancelled")).toMatchObject({ orderId: "o2", reason: "rule" });
  });
});

describe("rules whose time is over", () => {
  it("close everything at the end of the session", () => {
    const hours = {
      ...ALL,
      kind: "trading-hours",
      opensAt: "08:00",
      closesAt: "12:30",
      closesPositions: true,
    } as const;
    const { portfolio, at, submit } = open({ ...hours, weekdays: [4] });
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "10" }, at(0));
    expect(submit({ ...limitAt("90"), qty: "1" })).toBeNull();
    portfolio.run({ type: "check" }, at(29.999));
    expect(portfolio.state.positions).toHaveLength(1);
    portfolio.run({ type: "check" }, at(30));
    expect([portfolio.state.positions, portfolio.state.orders]).toEqual([[], []]);
    expect(portfolio.state.lock).toBeNull();
    const length = portfolio.log.length;
    portfolio.run({ type: "check" }, at(40));
    expect(portfolio.log).toHaveLength(length);
  });

  it("end the challenge without a stop after five minutes, before anything that is done later", () => {
    const rule = { ...ALL, kind: "stop-required", withinMinutes: 5, isSoft: false } as const;
    const { portfolio, at, reasonOf } = open(rule);
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "10" }, at(0));
    const stop = {
      type: "set-position-stops",
      symbol: SYMBOL,
      stopLoss: { price: parsePrice("90"), by: "last" },
    } as const;
    expect(reasonOf(stop, 5.001)).toBe("portfolio_locked");
    expect(portfolio.last("rule-enforced")).toMatchObject({
      outcome: "failed",
      symbol: SYMBOL,
      dueMs: NOON + 5 * MINUTE_MS + 1,
    });
    expect(portfolio.state.lock?.reason).toBe("challenge_failed");
    expect(portfolio.state.positions).toEqual([]);
  });

  it("accept a stop in the last instant, by a reduce-only stop order too", () => {
    const rule = { ...ALL, kind: "stop-required", withinMinutes: 5, isSoft: false } as const;
    const { portfolio, at, submit } = open(rule);
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "10" }, at(0));
    const trigger = { price: parsePrice("95"), by: "last" } as const;
    const exit = { kind: "stop-market", side: "sell", trigger, reduceOnly: true } as const;
    expect(submit({ ...exit, qty: "4" }, 4)).toBeNull();
    expect(portfolio.state.challenge?.unprotected).toHaveLength(1);
    expect(submit({ ...exit, qty: "6" }, 5)).toBeNull();
    expect(portfolio.state.challenge?.unprotected).toEqual([]);
    portfolio.run({ type: "check" }, at(60));
    expect(portfolio.state.lock).toBeNull();
    portfolio.run({ type: "cancel", orderId: "o1" }, at(61));
    portfolio.run({ type: "check" }, at(66.1));
    expect(portfolio.state.lock?.reason).toBe("challenge_failed");
  });

  it("close a position by the soft rule, and the challenge goes on", () => {
    const rule = { ...ALL, kind: "stop-required", withinMinutes: 2, isSoft: true } as const;
    const { portfolio, at } = open(rule);
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "10" }, at(0));
    portfolio.trade({ side: "buy", symbol: "LTCUSDT", qty: "10" }, at(1));
    portfolio.run({ type: "check" }, at(2.5));
    expect(portfolio.state.positions.map(({ symbol }) => symbol)).toEqual(["LTCUSDT"]);
    expect(portfolio.state.lock).toBeNull();
  });

  it("end an idle challenge at the instant", () => {
    const { portfolio, at } = open({ ...ALL, kind: "inactivity", days: 2 });
    portfolio.run({ type: "check" }, at(2 * 24 * 60 - 0.001));
    expect(portfolio.state.lock).toBeNull();
    portfolio.run({ type: "check" }, at(2 * 24 * 60));
    expect(portfolio.last("rule-enforced")).toMatchObject({ outcome: "failed", symbol: null });
    expect(portfolio.state.lock?.reason).toBe("challenge_failed");
  });
});

describe("a soft daily limit beside the hard one", () => {
  const floor = {
    name: "Limit",
    scope: "day",
    base: "day-balance",
    amountOf: "start",
    lockAt: null,
    phases: null,
  } as const;
  const soft = {
    ...floor,
    id: "soft",
    percent: parseDecimal("0.02"),
    breachWhen: "at-or-below",
    isSoft: true,
  } as const;
  const hard = {
    ...floor,
    id: "hard",
    percent: parseDecimal("0.04"),
    breachWhen: "below",
    isSoft: false,
  } as const;
  const start = () => {
    const portfolio = new TestPortfolio({ plan: planOf([], { floors: [soft, hard] }) });
    const at = (minutes: number, price: string) =>
      contextOf({ [SYMBOL]: price }, NOON + minutes * MINUTE_MS, { instruments });
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "100" }, at(0, "99.9"));
    return { portfolio, at };
  };

  it("pauses at equality until the reset, and fails nothing", () => {
    const { portfolio, at } = start();
    portfolio.run({ type: "check" }, at(1, "98.1"));
    expect(portfolio.last("trading-paused")).toBeUndefined();
    portfolio.run({ type: "check" }, at(2, "98"));
    expect(portfolio.last("trading-paused")).toMatchObject({ rule: { id: "soft" } });
    expect(portfolio.state.positions).toEqual([]);
    const order = {
      orderId: "late",
      symbol: SYMBOL,
      side: "buy",
      ...limitAt("90"),
      qty: parseQty("1"),
    } as const;
    const before = portfolio.run({ type: "submit", order }, at(719, "98"));
    expect(before).toMatchObject({ ok: false, reason: "trading_paused" });
    expect(portfolio.run({ type: "submit", order }, at(720, "98")).ok).toBe(true);
    expect(portfolio.state.lock).toBeNull();
  });

  it("is passed over by a fall beyond the hard limit", () => {
    const { portfolio, at } = start();
    portfolio.run({ type: "check" }, at(1, "95.9"));
    expect(portfolio.last("challenge-breached")).toMatchObject({ rule: { id: "hard" } });
    expect(portfolio.last("trading-paused")).toBeUndefined();
  });

  it("counts funding at its instant", () => {
    const { portfolio, at } = start();
    const fund = (rate: string) =>
      portfolio.run(
        {
          type: "settle-funding",
          symbol: SYMBOL,
          rate: parseDecimal(rate),
          mark: parsePrice("100"),
          fundingMs: NOON + MINUTE_MS,
        },
        at(1, "98.1"),
      );
    fund("0.001");
    expect(portfolio.last("trading-paused")).toMatchObject({ rule: { id: "soft" } });
  });
});

it("scales the balance at the reset that ends a period", () => {
  const scaling = {
    months: 1,
    minProfit: parseDecimal("0.01"),
    raise: parseDecimal("0.5"),
    maxFactor: parseDecimal("1.5"),
  };
  const phase = { name: "Funded", target: null, minTradingDays: 0, bestDayLimit: null, scaling };
  const portfolio = new TestPortfolio({ plan: planOf([], { phases: [phase] }) });
  const at = (days: number, price: string) =>
    contextOf({ [SYMBOL]: price }, NOON + days * 86_400_000, { instruments });
  portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "100" }, at(0, "99.9"));
  portfolio.trade({ side: "sell", symbol: SYMBOL, qty: "100" }, at(1, "101"));
  portfolio.run({ type: "check" }, at(30.4, "101"));
  expect(portfolio.last("challenge-scaled")).toBeUndefined();
  const before = portfolio.state;
  const raised = portfolio.run({ type: "check" }, at(31.6, "101"));
  expect(portfolio.last("challenge-scaled")).toMatchObject({ amount: parseDecimal("5000") });
  const change = { before, after: raised.state, events: raised.events };
  // No profit of the trader's: the equity series has it as a flow.
  expect(recordEquitySnapshot(change, at(31.6, "101"))).toMatchObject({ flow: parseDecimal("5000") });
  expect(formatDecimal(portfolio.state.balance)).toBe("15100");
  expect(formatDecimal(portfolio.state.challenge?.start ?? parseDecimal("0"))).toBe("15000");
  portfolio.run({ type: "check" }, at(62.6, "101"));
  expect(portfolio.last("challenge-scaled")).toMatchObject({ amount: parseDecimal("0") });
});

describe("a plan that rejects programs", () => {
  const order = {
    orderId: "bot",
    symbol: SYMBOL,
    side: "buy",
    ...limitAt("90"),
    qty: parseQty("1"),
  } as const;
  const byProgram = { ...contextOf({ [SYMBOL]: "100" }, NOON, { instruments }), isByProgram: true };

  it("lets them cancel and no more, and the trader trade", () => {
    const portfolio = new TestPortfolio({ plan: planOf([], { rejectsPrograms: true }) });
    const rejected = [
      { type: "submit", order },
      { type: "set-leverage", symbol: SYMBOL, leverage: parseDecimal("5") },
      { type: "close-all", orderIdPrefix: "bot" },
    ] as const;
    for (const command of rejected) {
      expect(portfolio.run(command, byProgram)).toMatchObject({ ok: false, reason: "programs_not_admitted" });
    }
    expect(portfolio.run({ type: "submit", order }, { ...byProgram, isByProgram: false }).ok).toBe(true);
    expect(portfolio.run({ type: "cancel", orderId: "bot" }, byProgram).ok).toBe(true);
  });

  it("any other plan marks their orders", () => {
    const portfolio = new TestPortfolio({ plan: planOf([]) });
    expect(portfolio.run({ type: "submit", order }, byProgram).ok).toBe(true);
    expect(portfolio.state.orders).toMatchObject([{ id: "bot", isByProgram: true }]);
  });
});

describe("hedge mode in a challenge", () => {
  const hedge = { type: "set-position-mode", symbol: SYMBOL, isHedged: true } as const;
  const at = (price: string, minutes = 0) =>
    contextOf({ [SYMBOL]: price }, NOON + minutes * MINUTE_MS, { instruments });

  it.each([
    { ...ALL, kind: "stop-required", withinMinutes: 5, isSoft: true },
    { ...ALL, kind: "trade-risk", percent: parseDecimal("0.01") },
    { ...ALL, kind: "exposure", per: "total", percent: parseDecimal("1"), symbols: null },
    { ...ALL, kind: "leverage", maxLeverage: parseDecimal("5"), symbols: null },
  ] as TradingRule[])("is rejected by a plan that counts positions: $kind", (rule) => {
    expect(open(rule).reasonOf(hedge)).toBe("hedge_not_allowed");
  });

  it("is open under loss limits, which count both sides", () => {
    const portfolio = new TestPortfolio({ plan: { ...planNamed("classic"), tradingRules: [] } });
    expect(portfolio.run(hedge, at("100")).ok).toBe(true);
    portfolio.trade({ side: "buy", symbol: SYMBOL, qty: "100" }, at("100"));
    portfolio.trade({ side: "sell", symbol: SYMBOL, qty: "50" }, at("100"));
    // Bought at 100.1: equity is 9,990 at 100 and 9,500, the floor of the day, at 90.2.
    portfolio.run({ type: "check" }, at("90.2", 1));
    expect(portfolio.state.lock).toBeNull();
    portfolio.run({ type: "check" }, at("90.1", 2));
    expect(portfolio.last("challenge-breached")).toMatchObject({
      marks: [{ symbol: SYMBOL }, { symbol: SYMBOL }],
    });
    expect(portfolio.state).toMatchObject({ positions: [], lock: { reason: "challenge_failed" } });
  });
});
