import type { TradingRule, TradingRuleOf } from "@/lib/core/challenge/rules/trading-rule";
import type { Holding, TradingView } from "@/lib/core/challenge/rules/trading-view";
import { type Decimal, type Money, mul, sum, ZERO } from "@/lib/core/decimal";

/** A rule that rejects orders. */
export type SizeRule = TradingRuleOf<"trade-risk" | "exposure" | "leverage">;

/** How much of a rule's limit is used: quote currency, or a leverage; `symbol` has the largest part. */
export type SizeMeasure = { rule: SizeRule; used: Decimal; limit: Decimal; symbol: string | null };

export function isSizeRule(rule: TradingRule): rule is SizeRule {
  return rule.kind === "trade-risk" || rule.kind === "exposure" || rule.kind === "leverage";
}

/**
 * The use of a rule's limit by a portfolio. `rules` are all of the phase, since a leverage rule without symbols
 * depends on the others.
 */
export function measureTradingRule(
  rule: SizeRule,
  view: Pick<TradingView, "holdings">,
  at: { start: Money; rules: readonly TradingRule[] },
): SizeMeasure {
  switch (rule.kind) {
    case "trade-risk":
      return findLargest(rule, mul(at.start, rule.percent), view.holdings, ({ risk }) => risk ?? ZERO);
    case "leverage": {
      const ruled = view.holdings.filter(({ symbol }) => isLeverageRuled(rule, symbol, at.rules));
      return findLargest(rule, rule.maxLeverage, ruled, ({ leverage }) => leverage);
    }
    case "exposure": {
      const { symbols } = rule;
      const ruled = view.holdings.filter(({ symbol }) => symbols === null || symbols.includes(symbol));
      const limit = mul(at.start, rule.percent);
      if (rule.per === "symbol") return findLargest(rule, limit, ruled, ({ exposure }) => exposure);
      return { rule, used: sum(ruled.map(({ exposure }) => exposure)), limit, symbol: null };
    }
  }
}

/** A limit that is reached exactly is kept. */
export function isExceeded({ used, limit }: SizeMeasure): boolean {
  return used > limit;
}

/** Whether a leverage rule holds for a symbol. */
export function isLeverageRuled(
  rule: TradingRuleOf<"leverage">,
  symbol: string,
  rules: readonly TradingRule[],
): boolean {
  if (rule.symbols !== null) return rule.symbols.includes(symbol);
  return !rules.some((other) => other.kind === "leverage" && other.symbols?.includes(symbol) === true);
}

function findLargest(
  rule: SizeRule,
  limit: Decimal,
  holdings: readonly Holding[],
  usedBy: (holding: Holding) => Decimal,
): SizeMeasure {
  let largest: SizeMeasure = { rule, used: ZERO, limit, symbol: null };
  for (const holding of holdings) {
    const used = usedBy(holding);
    if (used > largest.used) largest = { ...largest, used, symbol: holding.symbol };
  }
  return largest;
}
