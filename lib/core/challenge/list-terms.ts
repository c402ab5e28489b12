import type { Objective } from "@/lib/core/challenge/list-objectives";
import { type Plan, phaseOf, tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import { type Decimal, formatDecimal, mul, parseDecimal } from "@/lib/core/decimal";

/**
 * One sentence of the terms: `kind` names the label in the catalogue (`rules.kind`), `sentence` the text
 * (`rules.sentence`) and `values` its arguments. `weekdays` (0 is Monday) are named by the caller.
 */
export type Term = {
  id: string;
  kind: Objective["kind"] | "scaling" | "programs";
  sentence: SentenceKey;
  values: Record<string, string | number>;
  weekdays?: readonly number[];
};

/** Keys of the sentences in the catalogue. */
export const SENTENCE_KEYS = [
  "target",
  "no-target",
  "trading-days",
  "profitable-days",
  "best-day",
  "profit-share",
  "scaling",
  "programs",
  "no-programs",
  "stop-required",
  "trade-risk",
  "exposure",
  "exposure-symbol",
  "leverage",
  "trading-hours",
  "inactivity",
] as const;
type SentenceKey = (typeof SENTENCE_KEYS)[number];

const HUNDRED = parseDecimal("100");

/** The terms of a phase besides its loss limits: what passing needs, the trading rules, whether programs may trade. */
export function listTerms(plan: Plan, phase: number): Term[] {
  return [
    ...listPhaseTerms(plan, phase),
    ...tradingRulesOfPhase(plan, phase).map((rule) => toTerm(rule, plan)),
    {
      id: `${phase}-programs`,
      kind: "programs",
      sentence: plan.rejectsPrograms ? "no-programs" : "programs",
      values: {},
    },
  ];
}

function listPhaseTerms(plan: Plan, number: number): Term[] {
  const {
    target,
    minTradingDays: days,
    bestDayLimit,
    minDayProfit,
    profitShare,
    scaling,
  } = phaseOf(plan, number);
  const terms: Term[] = [];
  const say = (kind: Term["kind"], sentence: SentenceKey, values: Term["values"]) =>
    terms.push({ id: `${number}-${sentence}`, kind, sentence, values });
  if (target === null) say("target", "no-target", {});
  else say("target", "target", { percent: percentOf(target) });
  if (days > 0 && minDayProfit)
    say("trading-days", "profitable-days", { days, percent: percentOf(minDayProfit) });
  else if (days > 0) say("trading-days", "trading-days", { days });
  if (bestDayLimit) {
    const of = bestDayLimit.of === "total" ? "total" : "positive";
    say("best-day", "best-day", { percent: percentOf(bestDayLimit.limit), of });
  }
  if (profitShare) say("profit-share", "profit-share", { percent: percentOf(profitShare) });
  if (scaling) {
    const { months, minProfit, raise, maxFactor } = scaling;
    const values = { percent: percentOf(minProfit), raise: percentOf(raise), max: formatDecimal(maxFactor) };
    say("scaling", "scaling", { months, ...values });
  }
  return terms;
}

function toTerm(rule: TradingRule, { zone }: Plan): Term {
  const { id } = rule;
  switch (rule.kind) {
    case "stop-required": {
      const values = { minutes: rule.withinMinutes, soft: rule.isSoft ? "yes" : "no" };
      return { id, kind: rule.kind, sentence: rule.kind, values };
    }
    case "trade-risk":
      return { id, kind: rule.kind, sentence: rule.kind, values: { percent: percentOf(rule.percent) } };
    case "exposure": {
      const name = rule.per === "symbol" ? "exposure-symbol" : "exposure";
      const values = { percent: percentOf(rule.percent), symbols: namesOf(rule.symbols) };
      return { id, kind: name, sentence: name, values };
    }
    case "leverage": {
      const values = { max: formatDecimal(rule.maxLeverage), symbols: namesOf(rule.symbols) };
      return { id, kind: rule.kind, sentence: rule.kind, values };
    }
    case "trading-hours": {
      const { opensAt: from, closesAt: to, weekdays, closesPositions } = rule;
      const values = { from, to, zone, closes: closesPositions ? "yes" : "no" };
      return { id, kind: rule.kind, sentence: rule.kind, values, weekdays };
    }
    case "inactivity":
      return { id, kind: rule.kind, sentence: rule.kind, values: { days: rule.days } };
    default:
      return rule satisfies never;
  }
}

function namesOf(symbols: readonly string[] | null): string {
  return symbols === null ? "none" : symbols.join(", ");
}

function percentOf(fraction: Decimal): string {
  return formatDecimal(mul(fraction, HUNDRED));
}
