import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type ChallengeState,
  raisePeak,
  recordTrading,
  rollDay,
  startChallengeState,
} from "@/lib/core/challenge/challenge-state";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { evaluate } from "@/lib/core/challenge/evaluate";
import type { FloorRule, Phase, Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { formatDecimal, type Money, ONE, parseDecimal, parseMoney } from "@/lib/core/decimal";

type Rule = { percent: string } & Partial<Omit<FloorRule, "percent">>;

function planOf(rule: Rule, phase: Partial<Phase> = {}, reset = { resetAt: "00:00", zone: "UTC" }): Plan {
  const floor: FloorRule = {
    id: "rule",
    name: "Rule",
    scope: "total",
    base: "start",
    amountOf: "start",
    lockAt: null,
    breachWhen: "below",
    isSoft: false,
    phases: null,
    ...rule,
    percent: parseDecimal(rule.percent),
  };
  return {
    id: "plan",
    version: 1,
    name: "Plan",
    summary: "",
    ...reset,
    floors: [floor],
    phases: [{ name: "One", target: parseDecimal("0.1"), minTradingDays: 0, bestDayLimit: null, ...phase }],
  };
}

/** A challenge after some days: each `[balance, equity]` at its reset, with peaks in between. */
function live(
  plan: Plan,
  start: string,
  lived: { days?: [string, string][]; peak?: string; balance?: string },
) {
  const startMs = Date.parse("2026-05-01T12:00:00Z");
  let challenge = startChallengeState({
    challengeId: "c",
    plan,
    phase: 1,
    start: parseMoney(start),
    atMs: startMs,
  });
  for (const [balance, equity] of lived.days ?? []) {
    const at = { atMs: challenge.day.endMs, balance: parseMoney(balance), equity: parseMoney(equity) };
    challenge = rollDay(challenge, at);
  }
  if (lived.balance)
    challenge = recordTrading(challenge, { balance: parseMoney(lived.balance), hasOpened: false });
  return lived.peak ? raisePeak(challenge, parseMoney(lived.peak)) : challenge;
}

const floorOf = (challenge: ChallengeState, equity = "0") => {
  const [rule] = challenge.plan.floors;
  if (rule === undefined) throw new Error("The plan has no floor.");
  return measureLossLimit(rule, challenge, parseMoney(equity));
};
const kindOf = (challenge: ChallengeState, equity: string, balance = equity, hasPosition = true) =>
  evaluate(challenge, { equity: parseMoney(equity), balance: parseMoney(balance), hasPosition }).kind;

const FTMO_DAILY = planOf({ percent: "0.05", scope: "day", base: "day-balance" });
const FTMO_ONE_STEP = planOf({ percent: "0.10", base: "highest-day-balance" });
const BREAKOUT = { percent: "0.04", scope: "day", base: "day-balance", amountOf: "base" } as const;
const BREAKOUT_DAILY = planOf({ ...BREAKOUT, breachWhen: "at-or-below" });
const BREAKOUT_TRAIL = planOf({ percent: "0.08", base: "highest-balance", lockAt: ONE });
const HYRO_DAILY = planOf({ percent: "0.05", scope: "day", base: "day-peak", breachWhen: "at-or-below" });
const TOPSTEP = planOf({
  percent: "0.04",
  base: "highest-day-balance",
  lockAt: ONE,
  breachWhen: "at-or-below",
});
const SCALPING_DAY = planOf({ percent: "0.05", scope: "day", base: "day-balance", amountOf: "base" });
const SCALPING_TRAIL_DAY = planOf({ percent: "0.05", scope: "day", base: "day-peak" });
const SCALPING_TRAIL = planOf({ percent: "0.10", base: "highest-equity" });
const EQUITYEDGE = planOf({ percent: "0.08", base: "highest-equity", amountOf: "base" });

it.each<[string, Plan, string, Parameters<typeof live>[2], string]>([
  ["FTMO daily, day 1 uses S", FTMO_DAILY, "200000", {}, "190000"],
  [
    "FTMO daily from midnight's balance, amount of S",
    FTMO_DAILY,
    "200000",
    { days: [["204000", "191000"]] },
    "194000",
  ],
  ["FTMO static", planOf({ percent: "0.10" }), "200000", { days: [["230000", "230000"]] }, "180000"],
  [
    "FTMO 1-Step follows midnight balances",
    FTMO_ONE_STEP,
    "100000",
    {
      days: [
        ["104000", "104000"],
        ["101000", "101000"],
      ],
    },
    "94000",
  ],
  [
    "FTMO 1-Step is not moved intraday",
    FTMO_ONE_STEP,
    "100000",
    { peak: "109000", balance: "105000" },
    "90000",
  ],
  ["Breakout 105,000 gives 100,800", BREAKOUT_DAILY, "100000", { days: [["105000", "105000"]] }, "100800"],
  ["Breakout 2-Step follows the balance at once", BREAKOUT_TRAIL, "100000", { balance: "103000" }, "95000"],
  ["Breakout 2-Step stops at S", BREAKOUT_TRAIL, "100000", { balance: "120000" }, "100000"],
  ["HyroTrader follows equity inside the day", HYRO_DAILY, "100000", { peak: "103000" }, "98000"],
  [
    "HyroTrader forgets the peak at the reset",
    HYRO_DAILY,
    "100000",
    { peak: "103000", days: [["99000", "99000"]] },
    "98000",
  ],
  ["Topstep MLL at the start", TOPSTEP, "50000", {}, "48000"],
  ["Topstep MLL after a good day", TOPSTEP, "50000", { days: [["51200", "51200"]] }, "49200"],
  [
    "Topstep MLL never falls",
    TOPSTEP,
    "50000",
    {
      days: [
        ["51200", "51200"],
        ["50100", "50100"],
      ],
    },
    "49200",
  ],
  ["Topstep MLL stops at S", TOPSTEP, "50000", { days: [["56000", "56000"]] }, "50000"],
  ["scalping.life daily", SCALPING_DAY, "10000", { days: [["11000", "11000"]] }, "10450"],
  ["scalping.life trailing daily", SCALPING_TRAIL_DAY, "10000", { peak: "10800" }, "10300"],
  ["scalping.life trailing overall", SCALPING_TRAIL, "10000", { peak: "12500" }, "11500"],
  ["EquityEdge takes its percent of the peak", EQUITYEDGE, "100000", { peak: "110000" }, "101200"],
])("floor: %s", (_name, plan, start, lived, expected) => {
  expect(formatDecimal(floorOf(live(plan, start, lived)).floor)).toBe(expected);
});

it.each([
  ["the trailing one", "0.08", "trail"],
  ["the daily one", "0.12", "day"],
  ["the plan's first of equal ones", "0.1", "trail"],
])("names of two breached rules %s, whose floor equity met first", (_name, trailing, named) => {
  const [trail] = planOf({ id: "trail", percent: trailing, base: "highest-equity" }).floors;
  const [day] = planOf({ id: "day", percent: "0.1", scope: "day", base: "day-balance" }).floors;
  if (!trail || !day) throw new Error("A plan has no floor.");
  for (const isSoft of [false, true]) {
    const floors = [trail, day].map((rule) => ({ ...rule, isSoft }));
    const challenge = live({ ...FTMO_DAILY, floors }, "10000", {});
    const result = evaluate(challenge, {
      equity: parseMoney("8000"),
      balance: parseMoney("10000"),
      hasPosition: true,
    });
    expect(result).toMatchObject({ kind: isSoft ? "pause" : "breach", standing: { rule: { id: named } } });
  }
});

it("takes each firm's comparison at its word", () => {
  expect(kindOf(live(FTMO_DAILY, "200000", {}), "190000", "200000")).toBe("go-on");
  expect(kindOf(live(FTMO_DAILY, "200000", {}), "189999.999999999999999999", "200000")).toBe("breach");
  expect(kindOf(live(BREAKOUT_DAILY, "100000", {}), "96000", "100000")).toBe("breach");
  expect(kindOf(live(BREAKOUT_DAILY, "100000", {}), "96000.000000000000000001", "100000")).toBe("go-on");
});

it("calls 13,000 of open loss legal at 23:59 and a breach at 00:00 (FTMO's own example)", () => {
  const before = recordTrading(live(FTMO_DAILY, "200000", {}), {
    balance: parseMoney("204000"),
    hasOpened: true,
  });
  expect(kindOf(before, "191000", "204000")).toBe("go-on");
  const after = rollDay(before, {
    atMs: before.day.endMs,
    balance: parseMoney("204000"),
    equity: parseMoney("191000"),
  });
  expect(kindOf(after, "191000", "204000")).toBe("breach");
});

it("gives a plan bought an hour before its reset a first day of one hour", () => {
  const plan = planOf(
    { percent: "0.05", scope: "day", base: "day-balance" },
    {},
    { resetAt: "00:30", zone: "UTC" },
  );
  const atMs = Date.parse("2026-05-01T23:30:00Z");
  const challenge = startChallengeState({
    challengeId: "c",
    plan,
    phase: 1,
    start: parseMoney("100000"),
    atMs,
  });
  expect(challenge.day.endMs - atMs).toBe(3_600_000);
  const rolled = rollDay(challenge, {
    atMs: challenge.day.endMs,
    balance: parseMoney("97000"),
    equity: parseMoney("97000"),
  });
  expect(formatDecimal(floorOf(rolled).floor)).toBe("92000");
  expect(rolled.day.endMs - rolled.day.startMs).toBe(86_400_000);
});

it("passes with target, days and no open position, and looks for failure first", () => {
  const plan = planOf({ percent: "0.10" }, { minTradingDays: 1 });
  const fresh = live(plan, "100000", {});
  const traded = recordTrading(fresh, { balance: parseMoney("110000"), hasOpened: true });
  expect(kindOf(fresh, "110000", "110000", false)).toBe("go-on");
  expect(kindOf(traded, "110000", "110000", true)).toBe("go-on");
  expect(kindOf(traded, "110000", "110000", false)).toBe("pass");
  expect(kindOf(traded, "89999", "110000", false)).toBe("breach");
});

it("counts a day once, however many positions are opened in it", () => {
  let challenge = live(planOf({ percent: "0.10" }), "100000", {});
  for (let index = 0; index < 3; index += 1)
    challenge = recordTrading(challenge, { balance: challenge.start, hasOpened: true });
  challenge = rollDay(challenge, {
    atMs: challenge.day.endMs,
    balance: challenge.start,
    equity: challenge.start,
  });
  challenge = recordTrading(challenge, { balance: challenge.start, hasOpened: true });
  expect(challenge.tradingDays).toBe(2);
});

it("keeps going while the best day made more than its part", () => {
  const limit = parseDecimal("0.5");
  const plan = planOf({ percent: "0.10" }, { bestDayLimit: { limit, of: "total" } });
  const oneDay = live(plan, "100000", { balance: "110000" });
  expect(kindOf(oneDay, "110000", "110000", false)).toBe("go-on");
  const spread = live(plan, "100000", { days: [["105000", "105000"]] });
  expect(kindOf(spread, "110000", "110000", false)).toBe("pass");
});

it("pauses for a soft limit once a day and warns at a quarter of the headroom", () => {
  const soft = planOf({ percent: "0.02", scope: "day", base: "day-balance", isSoft: true });
  const challenge = live(soft, "50000", {});
  expect(kindOf(challenge, "48999")).toBe("pause");
  expect(kindOf({ ...challenge, pausedUntilMs: challenge.day.endMs }, "48999")).toBe("go-on");
  const warned = evaluate(challenge, {
    equity: parseMoney("49250"),
    balance: challenge.start,
    hasPosition: true,
  });
  expect(warned).toMatchObject({ kind: "go-on", warn: [{ rule: { id: "rule" } }] });
  const quiet = evaluate(challenge, {
    equity: parseMoney("49251"),
    balance: challenge.start,
    hasPosition: true,
  });
  expect(quiet).toEqual({ kind: "go-on", warn: [] });
});

it("shows the smallest headroom of the day and overall", () => {
  const [classic] = PLANS;
  if (classic === undefined) throw new Error("There are no plans.");
  const equity = parseMoney("96000");
  const challenge = startChallengeState({
    challengeId: "c",
    plan: classic,
    phase: 1,
    start: parseMoney("100000"),
    atMs: 0,
  });
  const status = calculateChallengeStatus(challenge, { balance: challenge.start, equity, hasPosition: true });
  expect(formatDecimal(status.headroomToday ?? (0n as Money))).toBe("1000");
  expect(formatDecimal(status.headroomOverall ?? (0n as Money))).toBe("6000");
});

it("no floor of a shipped plan that trails or stands still ever falls, and none is above a lock", () => {
  const money = fc.integer({ min: 60_000, max: 180_000 }).map((value) => parseMoney(String(value)));
  const step = fc.record({ balance: money, equity: money, rolls: fc.boolean() });
  fc.assert(
    fc.property(fc.constantFrom(...PLANS), fc.array(step, { maxLength: 30 }), (plan, steps) => {
      const start = parseMoney("100000");
      let challenge = startChallengeState({ challengeId: "c", plan, phase: 1, start, atMs: 0 });
      for (const { balance, equity, rolls } of steps) {
        const before = challenge;
        challenge = rolls
          ? rollDay(challenge, { atMs: challenge.day.endMs, balance, equity })
          : raisePeak(challenge, equity);
        challenge = recordTrading(challenge, { balance, hasOpened: false });
        for (const rule of plan.floors.filter(({ scope }) => scope === "total")) {
          const { floor } = measureLossLimit(rule, challenge, equity);
          expect(floor >= measureLossLimit(rule, before, equity).floor).toBe(true);
          if (rule.lockAt !== null) expect(floor <= start).toBe(true);
        }
      }
    }),
    { numRuns: 200 },
  );
});
