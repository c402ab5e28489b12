import { describe, expect, it } from "vitest";
import {
  type ChallengeState,
  isProfitableDay,
  recordTrading,
  rollDay,
  scaleStart,
  startChallengeState,
  trackTrading,
} from "@/lib/core/challenge/challenge-state";
import { evaluate } from "@/lib/core/challenge/evaluate";
import { listObjectives } from "@/lib/core/challenge/list-objectives";
import type { Phase, Plan } from "@/lib/core/challenge/plan";
import { FREE_PLANS, PLANS } from "@/lib/core/challenge/plans";
import { calculateScaling } from "@/lib/core/challenge/rules/calculate-scaling";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { findTradingSession } from "@/lib/core/challenge/rules/find-trading-session";
import { calculateNextDue, listDeadlines } from "@/lib/core/challenge/rules/list-deadlines";
import { measureConsistency } from "@/lib/core/challenge/rules/measure-consistency";
import {
  isExceeded,
  measureTradingRule,
  type SizeRule,
} from "@/lib/core/challenge/rules/measure-trading-rule";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import type { Holding, TradingView } from "@/lib/core/challenge/rules/trading-view";
import { add, formatDecimal, parseDecimal, parseMoney } from "@/lib/core/decimal";

const START_MS = Date.parse("2026-05-01T12:00:00Z");
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const ALL = { id: "rule", phases: null };
const IDLE = { entriesSinceMs: null, positionsSinceMs: null };

function planOf(tradingRules: readonly TradingRule[], phase: Partial<Phase> = {}, zone = "UTC"): Plan {
  return {
    id: "plan",
    version: 1,
    name: "Plan",
    summary: "",
    resetAt: "00:00",
    zone,
    floors: [],
    phases: [{ name: "One", target: null, minTradingDays: 0, bestDayLimit: null, ...phase }],
    tradingRules,
  };
}

function begin(plan: Plan, start = "10000", atMs = START_MS): ChallengeState {
  return startChallengeState({ challengeId: "c", plan, phase: 1, start: parseMoney(start), atMs });
}

function roll(challenge: ChallengeState, balance: string): ChallengeState {
  const amount = parseMoney(balance);
  return rollDay(challenge, { atMs: challenge.day.endMs, balance: amount, equity: amount });
}

function holding(
  symbol: string,
  figures: Partial<Record<"exposure" | "leverage" | "risk", string>>,
): Holding {
  const { exposure = "0", leverage = "1", risk } = figures;
  return {
    symbol,
    exposure: parseMoney(exposure),
    leverage: parseDecimal(leverage),
    hasPosition: true,
    risk: risk === undefined ? null : parseMoney(risk),
  };
}

const at = (text: string) => Date.parse(text);

describe("rules on size: S is 10,000, equality is allowed", () => {
  const btc = holding("BTCUSDT", { exposure: "20000", leverage: "10", risk: "300" });
  const eth = holding("ETHUSDT", { exposure: "10000", leverage: "5" });
  const majors = {
    ...ALL,
    id: "majors",
    kind: "leverage",
    maxLeverage: parseDecimal("9.99"),
    symbols: ["BTCUSDT"],
  } as const;
  it.each<[string, SizeRule, used: string, limit: string, symbol: string | null, isBroken: boolean]>([
    [
      "risk at 3 %",
      { ...ALL, kind: "trade-risk", percent: parseDecimal("0.03") },
      "300",
      "300",
      "BTCUSDT",
      false,
    ],
    [
      "risk above",
      { ...ALL, kind: "trade-risk", percent: parseDecimal("0.0299") },
      "300",
      "299",
      "BTCUSDT",
      true,
    ],
    [
      "total",
      { ...ALL, kind: "exposure", per: "total", percent: parseDecimal("3"), symbols: null },
      "30000",
      "30000",
      null,
      false,
    ],
    [
      "total above",
      { ...ALL, kind: "exposure", per: "total", percent: parseDecimal("2.9"), symbols: null },
      "30000",
      "29000",
      null,
      true,
    ],
    [
      "by symbol",
      { ...ALL, kind: "exposure", per: "symbol", percent: parseDecimal("2"), symbols: null },
      "20000",
      "20000",
      "BTCUSDT",
      false,
    ],
    [
      "of a group",
      { ...ALL, kind: "exposure", per: "total", percent: parseDecimal("1"), symbols: ["ETHUSDT"] },
      "10000",
      "10000",
      null,
      false,
    ],
    ["leverage of a group", majors, "10", "9.99", "BTCUSDT", true],
    [
      "leverage of the rest",
      { ...ALL, kind: "leverage", maxLeverage: parseDecimal("5"), symbols: null },
      "5",
      "5",
      "ETHUSDT",
      false,
    ],
  ])("%s", (_name, rule, used, limit, symbol, isBroken) => {
    const measure = measureTradingRule(
      rule,
      { holdings: [btc, eth] },
      { start: parseMoney("10000"), rules: [rule, majors] },
    );
    expect([formatDecimal(measure.used), formatDecimal(measure.limit), measure.symbol]).toEqual([
      used,
      limit,
      symbol,
    ]);
    expect(isExceeded(measure)).toBe(isBroken);
  });
});

describe("trading hours", () => {
  const london = {
    ...ALL,
    kind: "trading-hours",
    opensAt: "08:00",
    closesAt: "17:30",
    weekdays: [0, 1, 2, 3, 4],
    closesPositions: true,
  } as const;
  const chicago = { ...london, opensAt: "17:00", closesAt: "15:10", weekdays: [6, 0, 1, 2, 3] } as const;
  it.each([
    ["before the opening", london, "Europe/London", "2026-05-01T06:59:59.999Z", false],
    ["the opening instant, in summer time", london, "Europe/London", "2026-05-01T07:00:00Z", true],
    ["the last instant", london, "Europe/London", "2026-05-01T16:29:59.999Z", true],
    ["the closing instant", london, "Europe/London", "2026-05-01T16:30:00Z", false],
    ["a Saturday", london, "Europe/London", "2026-05-02T10:00:00Z", false],
    ["the Friday before the clocks change", london, "Europe/London", "2026-03-27T08:00:00Z", true],
    ["the Monday after, an hour earlier", london, "Europe/London", "2026-03-30T07:00:00Z", true],
    ["the Monday after, before it", london, "Europe/London", "2026-03-30T06:59:59Z", false],
    ["overnight, Sunday's opening", chicago, "America/Chicago", "2026-05-03T22:00:00Z", true],
    ["overnight, Monday's close", chicago, "America/Chicago", "2026-05-04T20:10:00Z", false],
    [
      "overnight, Friday's session, which began on Thursday",
      chicago,
      "America/Chicago",
      "2026-05-08T20:09:59Z",
      true,
    ],
    ["overnight, Friday evening", chicago, "America/Chicago", "2026-05-08T22:00:00Z", false],
  ])("%s", (_name, rule, zone, instant, isOpen) => {
    expect(findTradingSession(at(instant), rule, zone).isOpen).toBe(isOpen);
    // A fresh rule object: nothing is kept of it.
    expect(findTradingSession(at(instant), { ...rule }, zone).isOpen).toBe(isOpen);
  });

  it("closes positions at its end and only cancels entries without one", () => {
    const challenge = begin(planOf([london], {}, "Europe/London"));
    const nowMs = at("2026-05-01T16:29:00Z");
    const endMs = at("2026-05-01T16:30:00Z");
    const dueOf = (view: Pick<TradingView, "entriesSinceMs" | "positionsSinceMs">) =>
      listDeadlines(challenge, view).map(({ dueMs, outcome }) => [dueMs, outcome]);
    const both = { entriesSinceMs: nowMs, positionsSinceMs: nowMs };
    expect(dueOf(both)).toEqual([[endMs, "closed"]]);
    expect(dueOf({ ...both, positionsSinceMs: null })).toEqual([[endMs, "cancelled"]]);
    // A close that nobody looked at: the oldest one is from the day before.
    expect(dueOf({ ...both, positionsSinceMs: nowMs - DAY_MS })).toEqual([[endMs - DAY_MS, "closed"]]);
    expect(dueOf(IDLE)).toEqual([]);
    expect(calculateNextDue(challenge, IDLE)).toBe(challenge.day.endMs);
    expect(calculateNextDue(challenge, { ...IDLE, entriesSinceMs: nowMs })).toBe(endMs);
  });
});

describe("a stop within five minutes", () => {
  const rule = { ...ALL, kind: "stop-required", withinMinutes: 5, isSoft: false } as const;
  const bare = (challenge: ChallengeState, minutes: number, symbols: string[]) =>
    trackTrading(challenge, { atMs: START_MS + minutes * MINUTE_MS, hasFilled: false, bare: symbols });
  const dueAfter = (challenge: ChallengeState, ms: number) =>
    listDeadlines(challenge, IDLE).filter(({ dueMs }) => dueMs <= START_MS + ms).length;

  it("is due right after the fifth minute and not at it", () => {
    const challenge = bare(begin(planOf([rule])), 0, ["BTCUSDT"]);
    expect([dueAfter(challenge, 5 * MINUTE_MS), dueAfter(challenge, 5 * MINUTE_MS + 1)]).toEqual([0, 1]);
  });

  it("runs from the entry, and again from the removal of a stop", () => {
    const opened = bare(begin(planOf([rule])), 0, ["BTCUSDT"]);
    const grown = bare(opened, 3, ["BTCUSDT"]);
    expect(grown).toBe(opened);
    const stopped = bare(grown, 4, []);
    const removed = bare(stopped, 10, ["BTCUSDT"]);
    expect(removed.unprotected).toEqual([{ symbol: "BTCUSDT", sinceMs: START_MS + 10 * MINUTE_MS }]);
  });

  it("closes the position instead where it is soft", () => {
    const challenge = bare(begin(planOf([{ ...rule, isSoft: true }])), 0, ["BTCUSDT"]);
    expect(listDeadlines(challenge, IDLE)[0]).toMatchObject({ outcome: "closed", symbol: "BTCUSDT" });
  });
});

it("ends a challenge without a trade at the last instant of the days, unless a position is open", () => {
  const challenge = begin(planOf([{ ...ALL, kind: "inactivity", days: 30 }]));
  const [deadline] = listDeadlines(challenge, IDLE);
  expect(deadline).toMatchObject({ dueMs: START_MS + 30 * DAY_MS, outcome: "failed" });
  expect(listDeadlines(challenge, { ...IDLE, positionsSinceMs: START_MS })).toEqual([]);
  const traded = trackTrading(challenge, { atMs: START_MS + 7, hasFilled: true, bare: [] });
  expect(listDeadlines(traded, IDLE)[0]?.dueMs).toBe(START_MS + 7 + 30 * DAY_MS);
  expect(trackTrading(challenge, { atMs: START_MS + 7, hasFilled: false, bare: [] })).toBe(challenge);
});

describe("least profit for a day to count: 0.5 % of 10,000", () => {
  const phase = { minTradingDays: 2, minDayProfit: parseDecimal("0.005"), target: parseDecimal("0.01") };
  it.each([
    ["49.99", false],
    ["50", true],
    ["50.01", true],
    ["-50", false],
  ])("a closed profit of %s", (profit, counts) => {
    const challenge = begin(planOf([], phase));
    const balance = add(parseMoney("10000"), parseMoney(profit));
    expect(isProfitableDay(challenge, balance)).toBe(counts);
    expect(countTradingDays(challenge, balance).done).toBe(counts ? 1 : 0);
  });

  it("counts each day at its reset by the balance of its beginning", () => {
    let challenge = begin(planOf([], phase));
    for (const balance of ["10050", "10099.99", "10150"]) challenge = roll(challenge, balance);
    expect(challenge.profitableDays).toBe(2);
    const now = { balance: parseMoney("10150"), equity: parseMoney("10150"), hasPosition: false };
    expect(evaluate(challenge, now).kind).toBe("pass");
  });
});

describe("best day: missing it delays passing and fails nothing", () => {
  const target = parseDecimal("0.1");
  it.each([
    ["total", "0.5", ["10500", "11000"], "pass"],
    ["total", "0.5", ["10501", "11000"], "go-on"],
    ["total", "0.4", ["10400", "10700", "11000"], "pass"],
    // Best 400 of 1,000 in total, but of 1,100 on winning days.
    ["positive-days", "0.4", ["10440", "10340", "10700", "11000"], "pass"],
    ["positive-days", "0.4", ["10441", "10340", "10700", "11000"], "go-on"],
  ] as const)("%s %s of %j", (of, limit, balances, kind) => {
    const bestDayLimit = { limit: parseDecimal(limit), of };
    let challenge = begin(planOf([], { target, bestDayLimit }));
    for (const balance of balances) challenge = roll(challenge, balance);
    const balance = parseMoney(balances.at(-1) ?? "");
    expect(evaluate(challenge, { balance, equity: balance, hasPosition: false }).kind).toBe(kind);
  });

  it("has no share without a profit", () => {
    const challenge = begin(
      planOf([], { target, bestDayLimit: { limit: parseDecimal("0.5"), of: "total" } }),
    );
    expect(measureConsistency(challenge, parseMoney("9999"))).toMatchObject({
      share: null,
      isReached: false,
    });
  });
});

describe("scaling: 25 % after each two months with 10 %, up to twice the first balance", () => {
  const scaling = {
    months: 2,
    minProfit: parseDecimal("0.1"),
    raise: parseDecimal("0.25"),
    maxFactor: parseDecimal("2"),
  };
  const plan = planOf([], { scaling, profitShare: parseDecimal("0.8") });
  const rollTo = (challenge: ChallengeState, day: string, balance: string) => {
    let now = challenge;
    while (now.day.endMs <= at(`${day}T00:00:00Z`)) now = roll(now, balance);
    return now;
  };
  it.each([
    ["2026-07-01", "11000", null],
    ["2026-07-02", "11000", "2500"],
    ["2026-07-02", "10999.99", "0"],
  ])("on %s with %s", (day, balance, amount) => {
    const challenge = rollTo(begin(plan), day, balance);
    const raise = calculateScaling(challenge, parseMoney(balance));
    expect(raise === null ? null : formatDecimal(raise)).toBe(amount);
  });

  it.each([
    // Midnight of 1 March there is 28 February in UTC, and two months later clocks are an hour ahead.
    ["Europe/Prague", "2026-02-28T23:00:00Z", "2026-04-30T22:00:00Z"],
    ["America/New_York", "2026-03-01T05:00:00Z", "2026-05-01T04:00:00Z"],
    ["America/New_York", "2026-09-15T04:00:00Z", "2026-11-15T05:00:00Z"],
    ["Asia/Tokyo", "2026-12-30T15:00:00Z", "2027-02-27T15:00:00Z"],
  ])("a period of %s is one of months on its clocks: from %s to %s", (zone, since, until) => {
    const inZone = { ...plan, zone };
    const start = { challengeId: "c", phase: 1, start: parseMoney("10000") };
    let challenge = startChallengeState({ ...start, plan: inZone, atMs: at(since) });
    while (calculateScaling(challenge, parseMoney("11000")) === null) challenge = roll(challenge, "11000");
    expect(new Date(challenge.day.startMs)).toEqual(new Date(until));
  });

  it("shifts what the floors are measured from, keeps the profit, and stops at the cap", () => {
    let challenge = rollTo(begin(plan), "2026-07-02", "11000");
    let balance = parseMoney("11000");
    const raises: string[] = [];
    for (const day of ["2026-07-02", "2026-09-02", "2026-11-03", "2027-01-04", "2027-03-05", "2027-05-06"]) {
      challenge = rollTo(challenge, day, formatDecimal(balance));
      const raise = calculateScaling(challenge, balance);
      if (raise === null) continue;
      raises.push(formatDecimal(raise));
      challenge = scaleStart(challenge, add(balance, raise), raise);
      expect(challenge.day.balance).toBe(add(balance, raise));
      balance = add(add(balance, raise), parseMoney("1000"));
    }
    expect(raises).toEqual(["2500", "2500", "2500", "2500", "0", "0"]);
    expect(formatDecimal(challenge.start)).toBe("20000");
  });
});

describe("phases without a target", () => {
  it("never pass and show the share of the profit", () => {
    const challenge = begin(planOf([], { target: null, profitShare: parseDecimal("0.8") }));
    const now = { balance: parseMoney("99999"), equity: parseMoney("99999"), hasPosition: false };
    expect(evaluate(challenge, now).kind).toBe("go-on");
    const [share] = listObjectives(challenge, now);
    expect(share).toMatchObject({ kind: "profit-share", effect: "shown", limit: parseDecimal("0.8") });
  });
});

describe("the bars of the dashboard", () => {
  it("has one for each rule, with what follows from it", () => {
    const plan = PLANS.find(({ id }) => id === "discipline");
    if (plan === undefined) throw new Error("There is no such plan.");
    let challenge = begin(plan);
    challenge = recordTrading(challenge, { balance: parseMoney("10100"), hasOpened: true });
    challenge = trackTrading(challenge, { atMs: START_MS, hasFilled: true, bare: ["BTCUSDT"] });
    const view: TradingView = {
      holdings: [holding("BTCUSDT", { exposure: "5000", leverage: "5", risk: "80" })],
      bare: ["BTCUSDT"],
      entriesSinceMs: null,
      positionsSinceMs: START_MS,
    };
    const balance = parseMoney("10100");
    const now = { balance, equity: parseMoney("9840"), trading: { atMs: START_MS + MINUTE_MS, view } };
    const bars = listObjectives(challenge, now).map(({ id, used, limit, effect, state }) =>
      [id, used && formatDecimal(used), limit && formatDecimal(limit), effect, state].join(" "),
    );
    expect(bars).toEqual([
      "daily-pause 160 200 pauses low",
      "daily-loss 160 400 fails ok",
      "overall-loss 160 800 fails ok",
      "target 100 500 needed open",
      "trading-days 1 5 needed open",
      "best-day 1 0.5 needed open",
      "stop 0.9999833333333333 2 closes ok",
      "risk 80 100 rejects low",
      "leverage 5 5 rejects low",
    ]);
  });
});

it("ships at least twelve plans, two of them free, each with its own id and rule ids", () => {
  expect(PLANS.length).toBeGreaterThanOrEqual(12);
  expect(new Set(PLANS.map(({ id }) => id)).size).toBe(PLANS.length);
  expect(FREE_PLANS.filter((id) => PLANS.some((plan) => plan.id === id))).toHaveLength(2);
  for (const { floors, tradingRules = [] } of PLANS) {
    const ids = [...floors, ...tradingRules].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
});
