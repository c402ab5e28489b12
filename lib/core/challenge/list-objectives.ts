import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { isLow } from "@/lib/core/challenge/evaluate";
import { floorsOfPhase, phaseOf, tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { countTradingDays } from "@/lib/core/challenge/rules/count-trading-days";
import { findTradingSession } from "@/lib/core/challenge/rules/find-trading-session";
import { listDeadlines } from "@/lib/core/challenge/rules/list-deadlines";
import { measureLossLimit } from "@/lib/core/challenge/rules/loss-limit";
import { measureConsistency } from "@/lib/core/challenge/rules/measure-consistency";
import { measureProfitTarget } from "@/lib/core/challenge/rules/measure-profit-target";
import { measureTradingRule } from "@/lib/core/challenge/rules/measure-trading-rule";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import type { TradingView } from "@/lib/core/challenge/rules/trading-view";
import { type Decimal, fromNumber, type Money, ratio, sub, ZERO } from "@/lib/core/decimal";

/** What an objective is about: the key of its label in the catalogue (`rules.kind`). */
export const OBJECTIVE_KINDS = [
  "daily",
  "overall",
  "target",
  "trading-days",
  "best-day",
  "stop-required",
  "trade-risk",
  "exposure",
  "exposure-symbol",
  "leverage",
  "trading-hours",
  "inactivity",
  "profit-share",
] as const;
/** What follows when a limit is broken, or `needed` to pass, or `shown` only. */
export const OBJECTIVE_EFFECTS = ["fails", "pauses", "closes", "rejects", "needed", "shown"] as const;
export const OBJECTIVE_UNITS = ["money", "share", "multiple", "days", "minutes", "none"] as const;
export const OBJECTIVE_STATES = ["ok", "low", "broken", "reached", "open"] as const;

/**
 * One bar of the dashboard. `used` of `limit` in `unit` (quote currency, a fraction, a multiple, days or
 * minutes); null where there is nothing to measure. For what is `needed` the state is `reached` or `open`, for
 * a limit `ok`, `low` (a quarter or less is left) or `broken`. `symbol` uses most of it; `dueMs` is when it is
 * enforced or ends.
 */
export type Objective = {
  id: string;
  kind: (typeof OBJECTIVE_KINDS)[number];
  used: Decimal | null;
  limit: Decimal | null;
  unit: (typeof OBJECTIVE_UNITS)[number];
  effect: (typeof OBJECTIVE_EFFECTS)[number];
  state: (typeof OBJECTIVE_STATES)[number];
  symbol: string | null;
  dueMs: number | null;
};

/** Without `trading` the trading rules are left out: those of a challenge that is over. */
type Now = { balance: Money; equity: Money; trading?: Trading };
type Trading = { atMs: number; view: TradingView };

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const BARE = { symbol: null, dueMs: null };

/** Every rule of the running phase with its use: loss limits first, then what passing needs, then the rest. */
export function listObjectives(challenge: ChallengeState, now: Now): Objective[] {
  const { trading } = now;
  const limits = [...listLossLimits(challenge, now), ...listNeeded(challenge, now)];
  if (trading === undefined) return limits;
  return [
    ...limits,
    ...tradingRulesOfPhase(challenge.plan, challenge.phase).map((rule) => measure(rule, challenge, trading)),
  ];
}

function listLossLimits(challenge: ChallengeState, { equity }: Now): Objective[] {
  return floorsOfPhase(challenge.plan, challenge.phase).map((rule) => {
    const standing = measureLossLimit(rule, challenge, equity);
    const isPaused = rule.isSoft && challenge.pausedUntilMs !== null;
    return {
      id: rule.id,
      kind: rule.scope === "day" ? "daily" : "overall",
      used: sub(standing.amount, standing.headroom),
      limit: standing.amount,
      unit: "money",
      effect: rule.isSoft ? "pauses" : "fails",
      state: standing.isBreached || isPaused ? "broken" : isLow(standing) ? "low" : "ok",
      symbol: null,
      dueMs: isPaused ? challenge.pausedUntilMs : null,
    };
  });
}

function listNeeded(challenge: ChallengeState, { balance }: Now): Objective[] {
  const phase = phaseOf(challenge.plan, challenge.phase);
  const objectives: Objective[] = [];
  const need = (
    kind: Objective["kind"],
    part: Pick<Objective, "used" | "limit" | "unit">,
    isReached: boolean,
  ) =>
    objectives.push({
      ...BARE,
      id: kind,
      kind,
      ...part,
      effect: "needed",
      state: isReached ? "reached" : "open",
    });
  const target = measureProfitTarget(challenge, balance);
  if (target !== null) {
    const limit = sub(target.target, challenge.start);
    need("target", { used: sub(balance, challenge.start), limit, unit: "money" }, target.isReached);
  }
  const days = countTradingDays(challenge, balance);
  if (days.needed > 0) {
    const [used, limit] = [fromNumber(days.done), fromNumber(days.needed)];
    need("trading-days", { used, limit, unit: "days" }, days.isReached);
  }
  const best = measureConsistency(challenge, balance);
  if (best !== null) need("best-day", { used: best.share, limit: best.limit, unit: "share" }, best.isReached);
  if (phase.profitShare) {
    const limit = phase.profitShare;
    const used = sub(balance, challenge.start);
    objectives.push({
      ...BARE,
      id: "profit-share",
      kind: "profit-share",
      used: used > 0n ? ratio(used, challenge.start) : ZERO,
      limit,
      unit: "share",
      effect: "shown",
      state: "ok",
    });
  }
  return objectives;
}

function measure(rule: TradingRule, challenge: ChallengeState, now: Trading): Objective {
  const { id } = rule;
  switch (rule.kind) {
    case "trade-risk":
    case "exposure":
    case "leverage": {
      const at = { start: challenge.start, rules: tradingRulesOfPhase(challenge.plan, challenge.phase) };
      const { used, limit, symbol } = measureTradingRule(rule, now.view, at);
      const kind = rule.kind === "exposure" && rule.per === "symbol" ? "exposure-symbol" : rule.kind;
      const unit = rule.kind === "leverage" ? "multiple" : "money";
      return {
        id,
        kind,
        used,
        limit,
        unit,
        effect: "rejects",
        state: stateOf(used, limit),
        symbol,
        dueMs: null,
      };
    }
    case "trading-hours": {
      const { isOpen, untilMs } = findTradingSession(now.atMs, rule, challenge.plan.zone);
      const effect = rule.closesPositions ? "closes" : "rejects";
      const state = isOpen ? "ok" : "broken";
      return {
        ...BARE,
        id,
        kind: rule.kind,
        used: null,
        limit: null,
        unit: "none",
        effect,
        state,
        dueMs: untilMs,
      };
    }
    case "stop-required":
    case "inactivity": {
      const isStop = rule.kind === "stop-required";
      const first = listDeadlines(challenge, now.view)
        .filter((one) => one.rule.id === id)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      const limitMs = isStop ? rule.withinMinutes * MINUTE_MS : rule.days * DAY_MS;
      const unitMs = isStop ? MINUTE_MS : DAY_MS;
      const usedMs = first === undefined ? 0 : Math.max(0, limitMs - (first.dueMs - now.atMs));
      const [used, limit] = [fromNumber(usedMs / unitMs), fromNumber(limitMs / unitMs)];
      const effect = isStop && rule.isSoft ? "closes" : "fails";
      return {
        id,
        kind: rule.kind,
        used,
        limit,
        unit: isStop ? "minutes" : "days",
        effect,
        state: stateOf(used, limit),
        symbol: first?.symbol ?? null,
        dueMs: first?.dueMs ?? null,
      };
    }
  }
}

function stateOf(used: Decimal, limit: Decimal): Objective["state"] {
  if (used > limit) return "broken";
  return used * 4n >= limit * 3n ? "low" : "ok";
}
