import { describe, expect, it } from "vitest";
import { findPlan, PLANS } from "@/lib/core/challenge/plans";
import { evaluatePlans, wilsonInterval } from "@/lib/lab/plans/evaluate-plans";
import { listPlanDays } from "@/lib/lab/plans/list-plan-days";
import { advanceChallenge, createChallenge } from "@/lib/lab/plans/run-challenge";
import { createTrack } from "@/lib/lab/plans/track-equity";
import { walkPhase } from "@/lib/lab/plans/walk-phase";
import { createRandom } from "@/lib/lab/seeded-random";

const START_MS = Date.parse("2025-06-01T00:00:00Z");
const DAY = 1_440;

/** Equity that moves evenly from day to day; flat at each midnight, a position opened each day. */
function trackOf(levels: readonly number[], dips: Record<number, number> = {}) {
  const track = createTrack((levels.length - 1) * DAY, levels[0] as number);
  for (let minute = 0; minute < track.close.length; minute += 1) {
    const day = Math.floor(minute / DAY);
    const [from, to] = [levels[day] as number, levels[day + 1] as number];
    const equity = from + ((to - from) * ((minute % DAY) + 1)) / DAY;
    track.close[minute] = equity;
    track.low[minute] = Math.min(equity, dips[minute] ?? equity);
    track.high[minute] = equity;
    const isLast = minute % DAY === DAY - 1;
    track.state[minute] = isLast ? 0 : minute % DAY === 0 ? 2 : 1;
  }
  return { track, startMs: START_MS };
}

function evaluate(planId: string, run: ReturnType<typeof trackOf>) {
  const plan = findPlan(planId);
  if (plan === null) throw new Error(`There is no plan ${planId}.`);
  const [result] = evaluatePlans([plan], run);
  if (result === undefined) throw new Error("One plan has one result.");
  return result;
}

describe("would it pass", () => {
  it("two phases of a steady gain: both targets and all trading days", () => {
    // 3 % of the start a day: phase 1 (8 %, 4 days) takes four days, phase 2 (5 %, 4 days) four more.
    const levels = Array.from({ length: 21 }, (_, day) => 10_000 + 300 * day);
    const result = evaluate("classic", trackOf(levels));
    expect(result).toMatchObject({ starts: 20, breached: 0, daysToPass: 8 });
    expect(result.passed).toBe(13);
    expect(result.running).toBe(7);
  });

  it("a dip of one minute below the day's floor ends the start, and names its rule", () => {
    const levels = [10_000, 10_000, 10_000];
    const result = evaluate("classic", trackOf(levels, { 100: 9_499 }));
    expect(result).toMatchObject({ starts: 2, breached: 1, running: 1 });
    expect(result.rules).toEqual([{ rule: "Daily loss", count: 1 }]);
    expect(evaluate("classic", trackOf(levels, { 100: 9_500 })).breached).toBe(0);
  });

  it("a plan that is funded at once is never passed: its starts are breached or still running", () => {
    const result = evaluate("direct", trackOf([10_000, 10_100, 10_200, 10_300]));
    expect(result).toMatchObject({ passed: 0, breached: 0, running: 3, daysToPass: null });
  });

  it("half the size survives what the whole one does not", () => {
    const result = evaluate("watermark-intraday", trackOf([10_000, 9_300, 10_400, 11_000, 13_000, 14_000]));
    const share = (size: number) => result.bySize.find((row) => row.size === size)?.passed ?? -1;
    expect(result.rules[0]?.rule).toBe("High-water mark");
    expect(share(0.5)).toBeGreaterThan(share(1) - 1e-9);
  });

  it("a funded phase, which has no end, is not needed to pass", () => {
    // 2 % a day in one phase of 10 %, no day above half of the profit.
    const levels = Array.from({ length: 8 }, (_, day) => 10_000 + 200 * day);
    expect(evaluate("steady", trackOf(levels))).toMatchObject({ starts: 7, breached: 0, passed: 2 });
  });

  it("a best day above the limit keeps a start from passing until the rest has caught up", () => {
    // 8 % on the first day, then 2 % a day: half of the profit at the earliest at 16 %.
    const levels = [10_000, 10_800, 11_000, 11_200, 11_400, 11_600];
    expect(evaluate("steady", trackOf(levels))).toMatchObject({ daysToPass: 5 });
  });

  it("a soft daily limit pauses the account until the reset, and does not end it", () => {
    // 3 % down and back inside one day: the pause at 2 % keeps the loss.
    const { track, startMs } = trackOf([10_000, 9_700, 10_500, 11_300, 12_000, 12_700, 13_400, 14_200]);
    const result = evaluate("measured", { track, startMs });
    expect(result.breached).toBe(0);
    expect(result.passed).toBeGreaterThan(0);
  });

  it("days that are skipped as a whole give what minutes give", () => {
    const random = createRandom(11);
    let equity = 10_000;
    const levels = Array.from({ length: 60 }, () => {
      equity *= 1 + (random() - 0.47) * 0.03;
      return equity;
    });
    const { track, startMs } = trackOf(levels);
    for (const plan of PLANS) {
      const days = listPlanDays(plan, { track, startMs });
      const slow = days.map((day) => ({ ...day, low: Number.NEGATIVE_INFINITY }));
      for (const from of [0, 700, 1_440, 20_000]) {
        for (const size of [0.5, 1, 3]) {
          const at = { phase: 1, from, size };
          expect(walkPhase(plan, { track, days }, at)).toEqual(walkPhase(plan, { track, days: slow }, at));
        }
      }
    }
  });

  it("states Wilson's interval", () => {
    const [low, high] = wilsonInterval(0.5, 10);
    expect(low).toBeCloseTo(0.2366, 4);
    expect(high).toBeCloseTo(0.7634, 4);
  });
});

it.each(PLANS.map((plan) => [plan.id, plan] as const))(
  "a challenge minute by minute ends a phase of %s where the whole walk does",
  (_id, plan) => {
    const outcomes = new Set<string>();
    for (let seed = 1; seed <= 12; seed += 1) {
      const random = createRandom(seed);
      const levels = [10_000];
      for (let day = 0; day < 25; day += 1) {
        levels.push((levels[day] as number) * (1 + (random() - 0.42) * 0.04));
      }
      const { track, startMs } = trackOf(levels);
      const expected = walkPhase(
        plan,
        { track, days: listPlanDays(plan, { track, startMs }) },
        { phase: 1, from: 0, size: 1 },
      );
      const run = createChallenge(plan, { start: 10_000, startMs });
      let found = { kind: "running", minutes: track.close.length, rule: null as string | null };
      for (let minute = 0; minute < track.close.length && found.kind === "running"; minute += 1) {
        for (const { type, rule } of advanceChallenge(run, track, {
          minute,
          nowMs: startMs + (minute + 1) * 60_000,
        })) {
          if (type === "breached") found = { kind: "breached", minutes: minute + 1, rule };
          if (type === "passed" || type === "phase-passed")
            found = { kind: "passed", minutes: minute + 1, rule };
        }
      }
      expect(found).toEqual(expected);
      outcomes.add(found.kind);
    }
    expect(outcomes.size).toBeGreaterThan(plan.phases[0]?.target === null ? 0 : 1);
  },
);
