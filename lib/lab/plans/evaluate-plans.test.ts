import { describe, expect, it } from "vitest";
import { findPlan } from "@/lib/core/challenge/plans";
import { evaluatePlans, wilsonInterval } from "@/lib/lab/plans/evaluate-plans";
import { createTrack } from "@/lib/lab/plans/track-equity";

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

  it("half the size survives what the whole one does not", () => {
    const result = evaluate("watermark-intraday", trackOf([10_000, 9_300, 10_400, 11_000, 13_000, 14_000]));
    const share = (size: number) => result.bySize.find((row) => row.size === size)?.passed ?? -1;
    expect(result.rules[0]?.rule).toBe("High-water mark");
    expect(share(0.5)).toBeGreaterThan(share(1) - 1e-9);
  });

  it("states Wilson's interval", () => {
    const [low, high] = wilsonInterval(0.5, 10);
    expect(low).toBeCloseTo(0.2366, 4);
    expect(high).toBeCloseTo(0.7634, 4);
  });
});
