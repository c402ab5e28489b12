import type { Plan } from "@/lib/core/challenge/plan";
import { DAY_MINUTES } from "@/lib/lab/candles/timeframe";
import type { EquityTrack } from "@/lib/lab/plans/equity-track";
import { listPlanDays, type PlanDay } from "@/lib/lab/plans/list-plan-days";
import { type Outcome, walkPhase } from "@/lib/lab/plans/walk-phase";

/** Sizes, as multiples of the run's own, for which the chance to pass is shown. */
export const SIZES = [0.25, 0.5, 1, 2, 4] as const;
/** Starts that each further size is tried from; the run's own size is tried from every day. */
const STARTS_OF_SIZE = 40;

/** What became of the starts of one plan: shares, and what ended them. */
export type PlanResult = {
  planId: string;
  starts: number;
  passed: number;
  breached: number;
  /** The history ended first. */
  running: number;
  /** Median days to pass; null when none passed. */
  daysToPass: number | null;
  /** How often each rule ended a start, most often first. */
  rules: { rule: string; count: number }[];
  /** Independent starts that the history is worth: its length over the median length of a start. */
  effectiveStarts: number;
  /** Wilson interval of 95 % around the share passed, by the effective starts. */
  interval: [low: number, high: number];
  /** Share passed by size. */
  bySize: { size: number; passed: number }[];
};

type Run = { track: EquityTrack; days: readonly PlanDay[] };

/**
 * What the plan's rules would have said, had the strategy started on each day of the run: an account that
 * earns `size` times the run's return since then.
 */
export function evaluatePlans(
  plans: readonly Plan[],
  run: { track: EquityTrack; startMs: number },
): PlanResult[] {
  const byReset = new Map<string, PlanDay[]>();
  return plans.map((plan) => {
    const reset = `${plan.resetAt} ${plan.zone}`;
    const days = byReset.get(reset) ?? listPlanDays(plan, run);
    byReset.set(reset, days);
    return evaluatePlan(plan, { track: run.track, days });
  });
}

function evaluatePlan(plan: Plan, run: Run): PlanResult {
  const minutes = run.track.close.length;
  const days = Math.floor(minutes / DAY_MINUTES);
  const starts = Array.from({ length: Math.max(1, days) }, (_, day) => day * DAY_MINUTES);
  const outcomes = starts.map((from) => walkPlan(plan, run, { from, size: 1 }));
  const count = (kind: Outcome["kind"]) => outcomes.filter((one) => one.kind === kind).length;
  const passed = outcomes.filter(({ kind }) => kind === "passed").map((one) => one.minutes / DAY_MINUTES);
  const length = median(outcomes.map((one) => one.minutes)) ?? minutes;
  const effectiveStarts = Math.max(1, Math.min(starts.length, minutes / Math.max(1, length)));
  const share = count("passed") / starts.length;
  return {
    planId: plan.id,
    starts: starts.length,
    passed: count("passed"),
    breached: count("breached"),
    running: count("running"),
    daysToPass: median(passed),
    rules: countRules(outcomes),
    effectiveStarts,
    interval: wilsonInterval(share, effectiveStarts),
    bySize: SIZES.map((size) => ({
      size,
      passed: size === 1 ? share : sharePassed(plan, run, { size, starts }),
    })),
  };
}

function sharePassed(plan: Plan, run: Run, { size, starts }: { size: number; starts: readonly number[] }) {
  const every = Math.max(1, Math.ceil(starts.length / STARTS_OF_SIZE));
  const chosen = starts.filter((_, index) => index % every === 0);
  return (
    chosen.filter((from) => walkPlan(plan, run, { from, size }).kind === "passed").length / chosen.length
  );
}

/**
 * One start through the plan's phases up to a funded one, which has no end; each begins at its starting balance, 1. A
 * plan that is funded at once can't be passed, only be breached.
 */
function walkPlan(plan: Plan, run: Run, start: { from: number; size: number }): Outcome {
  let from = start.from;
  for (let phase = 1; phase === 1 || plan.phases[phase - 1]?.target != null; phase += 1) {
    const outcome = walkPhase(plan, run, { phase, from, size: start.size });
    if (outcome.kind !== "passed") return { ...outcome, minutes: outcome.minutes - start.from };
    from = outcome.minutes;
  }
  return { kind: "passed", minutes: from - start.from, rule: null };
}

function countRules(outcomes: readonly Outcome[]): { rule: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { rule } of outcomes) if (rule !== null) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count);
}

/** Wilson's interval of a share, 95 %. */
export function wilsonInterval(share: number, count: number): [low: number, high: number] {
  const z = 1.959963984540054;
  const scale = 1 + z ** 2 / count;
  const middle = (share + z ** 2 / (2 * count)) / scale;
  const half = (z * Math.sqrt((share * (1 - share)) / count + z ** 2 / (4 * count ** 2))) / scale;
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
