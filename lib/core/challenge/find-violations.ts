import type { ChallengeState } from "@/lib/core/challenge/challenge-state";
import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { findTradingSession } from "@/lib/core/challenge/rules/find-trading-session";
import { isExceeded, isSizeRule, measureTradingRule } from "@/lib/core/challenge/rules/measure-trading-rule";
import type { TradingView } from "@/lib/core/challenge/rules/trading-view";
import type { Money } from "@/lib/core/decimal";

/** A moment of a history at which a running challenge would have rejected, closed or cancelled something. */
export type Violation = { ruleId: string; atMs: number; symbol: string | null };

/**
 * The rules that would have rejected what a moment of a history shows: a size, an entry outside the hours or an
 * entry without its stop. `scale` turns the history's money into the plan's.
 */
export function findViolations(
  challenge: ChallengeState,
  seen: { view: TradingView; hasFilled: boolean; openedSymbol: string | null },
  at: { atMs: number; scale: (amount: Money) => Money },
): Violation[] {
  const rules = tradingRulesOfPhase(challenge.plan, challenge.phase);
  if (rules.length === 0) return [];
  const { atMs, scale } = at;
  const { view, openedSymbol } = seen;
  const holdings = view.holdings.map((holding) => ({
    ...holding,
    exposure: scale(holding.exposure),
    risk: holding.risk === null ? null : scale(holding.risk),
  }));
  const hasDeadline = rules.some(({ kind }) => kind === "stop-required");
  const opened = holdings.find(({ symbol }) => symbol === openedSymbol);
  return rules.flatMap((rule): Violation[] => {
    if (rule.kind === "trading-hours") {
      const isOutside = openedSymbol !== null && !findTradingSession(atMs, rule, challenge.plan.zone).isOpen;
      return isOutside ? [{ ruleId: rule.id, atMs, symbol: openedSymbol }] : [];
    }
    if (!isSizeRule(rule)) return [];
    if (rule.kind === "trade-risk" && !hasDeadline && opened?.hasPosition === true && opened.risk === null) {
      return [{ ruleId: rule.id, atMs, symbol: openedSymbol }];
    }
    const measure = measureTradingRule(rule, { holdings }, { start: challenge.start, rules });
    return isExceeded(measure) ? [{ ruleId: rule.id, atMs, symbol: measure.symbol }] : [];
  });
}
