import { describe, expect, it } from "vitest";
import { rollDay } from "@/lib/core/challenge/challenge-state";
import { calculateChallengeStatus } from "@/lib/core/challenge/challenge-status";
import { followFloors } from "@/lib/core/challenge/dashboard/follow-floors";
import {
  calculateBestDayShareOf,
  listChallengeDays,
} from "@/lib/core/challenge/dashboard/list-challenge-days";
import { replayChallenge } from "@/lib/core/challenge/dashboard/replay-challenge";
import { listObjectives } from "@/lib/core/challenge/list-objectives";
import type { Plan } from "@/lib/core/challenge/plan";
import { warnOfLimit } from "@/lib/core/challenge/rules/limit-warning";
import { measureConsistency } from "@/lib/core/challenge/rules/measure-consistency";
import { formatRounded, parseMoney } from "@/lib/core/decimal";
import { contextOf, MIDNIGHT, NOON, planNamed, TestPortfolio } from "@/tests/engine/challenge-fixture";

const DAY_MS = 86_400_000;
const money = parseMoney;
const at = (price: string, nowMs: number) => contextOf({ BTCUSDT: price }, nowMs);

/** The classic plan with a limit on the best day, so that the evaluator has a share of its own. */
function planWithBestDay(): Plan {
  const plan = planNamed("classic");
  const bestDayLimit = { limit: money("0.5"), of: "total" } as const;
  return { ...plan, phases: plan.phases.map((phase) => ({ ...phase, bestDayLimit })) };
}

/** Buys at one price and sells at another on the same day, before or after the reset. */
function roundTrip(portfolio: TestPortfolio, prices: [string, string], atMs: number): void {
  portfolio.trade({ side: "buy", symbol: "BTCUSDT", qty: "10" }, at(prices[0], atMs));
  portfolio.trade({ side: "sell", symbol: "BTCUSDT", qty: "10" }, at(prices[1], atMs + 60_000));
}

/** Three days: +200 (a buy pays 0.1 more than the price), −101 and +299. */
function tradeThreeDays(): TestPortfolio {
  const portfolio = new TestPortfolio({ plan: planWithBestDay() });
  roundTrip(portfolio, ["99.9", "120"], NOON + 1_000);
  portfolio.run({ type: "check" }, at("120", MIDNIGHT));
  roundTrip(portfolio, ["120", "110"], MIDNIGHT + 1_000);
  portfolio.run({ type: "check" }, at("110", MIDNIGHT + DAY_MS));
  roundTrip(portfolio, ["100", "130"], MIDNIGHT + DAY_MS + 1_000);
  return portfolio;
}

function standing({ state }: TestPortfolio) {
  if (state.challenge === null) throw new Error("There is no challenge.");
  const now = { balance: state.balance, equity: state.balance, hasPosition: state.positions.length > 0 };
  return { challenge: state.challenge, now };
}

describe("the dashboard of a phase", () => {
  it("has its days as the reset divided them, whose profits are the change of the balance", () => {
    const portfolio = tradeThreeDays();
    const { challenge, now } = standing(portfolio);
    const days = listChallengeDays(replayChallenge(portfolio.log).moments, { challenge, ...now });
    expect(days.map(({ profit }) => formatRounded(profit))).toEqual(["200", "-101", "299"]);
    expect(days.map(({ balance }) => formatRounded(balance))).toEqual(["10000", "10200", "10099"]);
    expect(days.map(({ startMs }) => startMs)).toEqual([NOON, MIDNIGHT, MIDNIGHT + DAY_MS]);
    expect(days.every(({ isTraded }) => isTraded)).toBe(true);
    expect(challenge.tradingDays).toBe(days.filter(({ isTraded }) => isTraded).length);
  });

  it("has the evaluator's share of the best day", () => {
    const portfolio = tradeThreeDays();
    const { challenge, now } = standing(portfolio);
    const days = listChallengeDays(replayChallenge(portfolio.log).moments, { challenge, ...now });
    const share = calculateBestDayShareOf(days);
    expect(share).toEqual({ ok: true, value: measureConsistency(challenge, now.balance)?.share });
    expect(share.ok && formatRounded(share.value)).toBe("0.75125628");
  });

  it("has a new day that no event has begun yet", () => {
    const portfolio = tradeThreeDays();
    const { challenge, now } = standing(portfolio);
    const { balance } = now;
    const rolled = rollDay(challenge, { atMs: challenge.day.endMs, balance, equity: balance });
    const days = listChallengeDays(replayChallenge(portfolio.log).moments, { challenge: rolled, balance });
    expect(days).toHaveLength(4);
    expect(days.at(-1)).toMatchObject({ startMs: MIDNIGHT + 2 * DAY_MS, profit: 0n, isTraded: false });
  });

  it("has every objective by the evaluator's figures", () => {
    const portfolio = tradeThreeDays();
    const { challenge, now } = standing(portfolio);
    const status = calculateChallengeStatus(challenge, now);
    const objectives = listObjectives(challenge, now);
    expect(objectives.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "daily ok",
      "overall ok",
      "target open",
      "trading-days open",
      "best-day open",
    ]);
    for (const { rule, amount, headroom } of status.standings) {
      const found = objectives.find(({ id }) => id === rule.id);
      expect(found).toMatchObject({ limit: amount, used: amount - headroom });
    }
    const amounts = objectives.map(({ used, limit }) => [
      used && formatRounded(used),
      limit && formatRounded(limit),
    ]);
    expect(amounts).toEqual([
      ["-299", "500"],
      ["-398", "1000"],
      ["398", "800"],
      ["3", "4"],
      ["0.75125628", "0.5"],
    ]);
  });

  it("has the standing that a breach was decided by, with its limit broken", () => {
    const portfolio = new TestPortfolio({ plan: planNamed("classic") });
    portfolio.trade({ side: "buy", symbol: "BTCUSDT", qty: "100" }, at("100", NOON + 1_000));
    portfolio.run({ type: "check" }, at("94", NOON + 2_000));
    const { end } = replayChallenge(portfolio.log);
    const breach = portfolio.last("challenge-breached");
    if (end === null || breach?.type !== "challenge-breached") throw new Error("The challenge goes on.");
    expect(end.now.equity).toBe(breach.equity);
    const broken = listObjectives(end.challenge, end.now).filter(({ state }) => state === "broken");
    expect(broken.map(({ id }) => id)).toEqual([breach.rule.id]);
  });

  it("follows the floors that were in force at each point of the curve", () => {
    const portfolio = tradeThreeDays();
    const { moments } = replayChallenge(portfolio.log);
    const curve = [NOON - 1, NOON + 2_000, MIDNIGHT + 2_000].map((atMs) => ({ atMs, equity: money("9990") }));
    const points = followFloors(moments, curve);
    expect(points.some(({ atMs }) => atMs < NOON)).toBe(false);
    const daily = (atMs: number) => points.find((point) => point.atMs === atMs)?.floors.get("daily-loss");
    expect(daily(NOON + 2_000)).toBe(money("9500"));
    expect(daily(MIDNIGHT + 2_000)).toBe(money("9700"));
  });
});

describe("the warning of a limit", () => {
  it.each([
    ["500", null],
    ["250.01", null],
    ["250", "half"],
    ["50.01", "half"],
    ["50", "nine-tenths"],
    ["0", "nine-tenths"],
    ["-1", "nine-tenths"],
    ["700", null],
  ] as const)("with %s left of 500 is %s", (left, warning) => {
    expect(warnOfLimit({ headroom: money(left), amount: money("500") })).toBe(warning);
  });
});
