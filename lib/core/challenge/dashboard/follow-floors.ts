import type { ChallengeMoment } from "@/lib/core/challenge/dashboard/replay-challenge";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import type { Money } from "@/lib/core/decimal";
import type { EquityPoint } from "@/lib/core/stats/drawdown";

/** Equity and the floors in force at one instant, by the id of their rule. */
export type FloorPoint = EquityPoint & { floors: ReadonlyMap<string, Money> };

/**
 * The equity of a phase over time beside its floors: the points of `curve`, and the equity that the log itself
 * has. Each floor is the evaluator's, by the newest state up to the point.
 */
export function followFloors(
  moments: readonly ChallengeMoment[],
  curve: readonly EquityPoint[],
): FloorPoint[] {
  const known = moments.flatMap(({ atMs, equity }) => (equity === null ? [] : [{ atMs, equity }]));
  const points = [...curve, ...known].sort((a, b) => a.atMs - b.atMs);
  let index = -1;
  return points.flatMap(({ atMs, equity }) => {
    while ((moments[index + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= atMs) index += 1;
    const challenge = moments[index]?.challenge;
    if (challenge === undefined) return [];
    const floors = floorsOfPhase(challenge.plan, challenge.phase).map(
      (rule) => [rule.id, measureLossLimit(rule, challenge, equity).floor] as const,
    );
    return [{ atMs, equity, floors: new Map(floors) }];
  });
}
