import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { isLow } from "@/lib/core/challenge/evaluate";
import { floorsOfPhase } from "@/lib/core/challenge/plan";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { standToFloor } from "@/lib/core/challenge/rules/floor";
import { standToBestDay } from "@/lib/core/challenge/rules/stand-to-best-day";
import { standToTarget } from "@/lib/core/challenge/rules/stand-to-target";
import { type Decimal, fromNumber, type Money, sub } from "@/lib/core/decimal";

/** What an objective is about: the key of its label in the catalogue (`rules.kind`). */
export const OBJECTIVE_KINDS = ["daily", "overall", "target", "trading-days", "best-day"] as const;
/** What follows when a limit is broken, or `needed` to pass. */
export const OBJECTIVE_EFFECTS = ["fails", "pauses", "needed"] as const;
export const OBJECTIVE_UNITS = ["money", "share", "days"] as const;
export const OBJECTIVE_STATES = ["ok", "low", "broken", "reached", "open"] as const;

/**
 * One bar of the dashboard. `used` of `limit` in `unit` (quote currency, a fraction or days); null where there is
 * nothing to measure. For what is `needed` the state is `reached` or `open`, for a limit `ok`, `low` (a quarter or
 * less is left) or `broken`. `dueMs` is when a pause ends.
 */
export type Objective = {
  id: string;
  kind: (typeof OBJECTIVE_KINDS)[number];
  used: Decimal | null;
  limit: Decimal | null;
  unit: (typeof OBJECTIVE_UNITS)[number];
  effect: (typeof OBJECTIVE_EFFECTS)[number];
  state: (typeof OBJECTIVE_STATES)[number];
  dueMs: number | null;
};

type Now = { balance: Money; equity: Money };

/** Every rule of the phase with its use by the evaluator's figures: loss limits first, then what passing needs. */
export function listObjectives(prop: ChallengeState, now: Now): Objective[] {
  return [...listLossLimits(prop, now), ...listNeeded(prop, now)];
}

function listLossLimits(prop: ChallengeState, { equity }: Now): Objective[] {
  return floorsOfPhase(prop.plan, prop.phase).map((rule) => {
    const standing = standToFloor(rule, prop, equity);
    const isPaused = rule.isSoft && prop.pausedUntilMs !== null;
    return {
      id: rule.id,
      kind: rule.scope === "day" ? "daily" : "overall",
      used: sub(standing.amount, standing.headroom),
      limit: standing.amount,
      unit: "money",
      effect: rule.isSoft ? "pauses" : "fails",
      state: standing.isBreached || isPaused ? "broken" : isLow(standing) ? "low" : "ok",
      dueMs: isPaused ? prop.pausedUntilMs : null,
    };
  });
}

function listNeeded(prop: ChallengeState, { balance }: Now): Objective[] {
  const objectives: Objective[] = [];
  const need = (
    kind: Objective["kind"],
    part: Pick<Objective, "used" | "limit" | "unit">,
    isReached: boolean,
  ) =>
    objectives.push({
      id: kind,
      kind,
      ...part,
      effect: "needed",
      state: isReached ? "reached" : "open",
      dueMs: null,
    });
  const target = standToTarget(prop, balance);
  if (target !== null) {
    const limit = sub(target.target, prop.start);
    need("target", { used: sub(balance, prop.start), limit, unit: "money" }, target.isReached);
  }
  const days = countTradingDays(prop);
  if (days.needed > 0) {
    const [used, limit] = [fromNumber(days.done), fromNumber(days.needed)];
    need("trading-days", { used, limit, unit: "days" }, days.isReached);
  }
  const best = standToBestDay(prop, balance);
  if (best !== null) need("best-day", { used: best.share, limit: best.limit, unit: "share" }, best.isReached);
  return objectives;
}
