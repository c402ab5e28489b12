import { tradingRulesOfPhase } from "@/lib/core/challenge/plan";
import { findTradingSession } from "@/lib/core/challenge/rules/find-trading-session";
import {
  isExceeded,
  isLeverageRuled,
  isSizeRule,
  measureTradingRule,
  type SizeRule,
} from "@/lib/core/challenge/rules/measure-trading-rule";
import type { TradingRule } from "@/lib/core/challenge/rules/trading-rule";
import type { Holding } from "@/lib/core/challenge/rules/trading-view";
import type { Decimal, Price } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import type { Order } from "@/lib/core/engine/orders/order";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { projectPosition } from "@/lib/core/engine/orders/stop-check";
import { calculateExposure, calculateRisk, readHoldings } from "@/lib/core/engine/state/read-trading-view";
import {
  findPosition,
  isReducing,
  orderLeverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

/** The reasons that a challenge's trading rules give, in the order in which they are checked. */
export const RULE_REASONS = [
  "outside_hours",
  "leverage_above_rule",
  "stop_missing",
  "risk_above_limit",
  "exposure_above_limit",
] as const satisfies readonly RejectReason[];
export type RuleReason = (typeof RULE_REASONS)[number];

/**
 * Why the trading rules of a challenge reject an order that may open or enlarge a position, or null. `state` is
 * without the order.
 */
export function findRuleRejection(state: PortfolioState, order: Order, context: Context): RuleReason | null {
  const { challenge } = state;
  if (challenge === null) return null;
  const rules = tradingRulesOfPhase(challenge.plan, challenge.phase);
  if (rules.length === 0 || isReducing(state, order)) return null;
  const broken = new Set<RuleReason>();
  const last = marketOf(context, order.symbol)?.last ?? null;
  if (rules.some((rule) => isClosed(rule, challenge.plan.zone, timeOf(context, order.symbol)))) {
    broken.add("outside_hours");
  }
  const holdings = projectHoldings(state, order, { last, context });
  const [own] = holdings;
  const needsStop = rules.some(({ kind }) => kind === "trade-risk") && !hasStopDeadline(rules);
  if (needsStop && own?.risk === null) broken.add("stop_missing");
  for (const rule of rules.filter(isSizeRule)) {
    const isShared = rule.kind === "exposure" && rule.per === "total";
    const view = { holdings: isShared ? holdings : holdings.slice(0, 1) };
    if (isExceeded(measureTradingRule(rule, view, { start: challenge.start, rules })))
      broken.add(reasonOf(rule));
  }
  return RULE_REASONS.find((reason) => broken.has(reason)) ?? null;
}

/** Whether a rule forbids this leverage in a symbol. */
export function isLeverageAboveRule(
  { challenge }: Pick<PortfolioState, "challenge">,
  symbol: string,
  leverage: Decimal,
): boolean {
  if (challenge === null) return false;
  const rules = tradingRulesOfPhase(challenge.plan, challenge.phase);
  return rules.some(
    (rule) => rule.kind === "leverage" && leverage > rule.maxLeverage && isLeverageRuled(rule, symbol, rules),
  );
}

/** Why the rule on risk rejects `stop` in place of a position's stop, or null. A stop that lowers the risk is allowed. */
export function findStopRejection(
  state: PortfolioState,
  symbol: string,
  stop: Price | null,
): RuleReason | null {
  const { challenge } = state;
  const position = findPosition(state, symbol);
  if (challenge === null || position === null) return null;
  const rules = tradingRulesOfPhase(challenge.plan, challenge.phase);
  const before = calculateRisk(position, position.stopLoss?.price ?? null);
  const risk = calculateRisk(position, stop);
  const at = { start: challenge.start, rules };
  const [holding] = readHoldings({ ...state, positions: [position], orders: [] });
  for (const rule of rules) {
    if (rule.kind !== "trade-risk" || holding === undefined) continue;
    if (risk === null) return before === null || hasStopDeadline(rules) ? null : "stop_missing";
    const isLower = before !== null && risk <= before;
    const view = { holdings: [{ ...holding, risk }] };
    if (!isLower && isExceeded(measureTradingRule(rule, view, at))) return "risk_above_limit";
  }
  return null;
}

/** Every holding once the order has filled at its own price, that of the order's symbol first. */
function projectHoldings(
  state: PortfolioState,
  order: Order,
  at: { last: Price | null; context: Context },
): Holding[] {
  const { symbol } = order;
  const current = findPosition(state, symbol);
  const market = marketOf(at.context, symbol);
  const after = projectPosition({ state, order, context: at.context, market }, current);
  const isFlipped = current !== null && after !== null && current.qty > 0n !== after.qty > 0n;
  const kept = isFlipped ? null : (current?.stopLoss?.price ?? null);
  // A stop of a part is an order, which could be cancelled at will.
  const attached = order.attached?.part ? null : (order.attached?.stopLoss?.price ?? null);
  const own: Holding = {
    symbol,
    exposure: calculateExposure({ ...state, orders: [...state.orders, order] }, symbol, at.last),
    leverage: orderLeverageOf(state, order),
    hasPosition: true,
    risk: after === null ? null : calculateRisk(after, kept ?? attached),
  };
  return [own, ...readHoldings(state).filter((holding) => holding.symbol !== symbol)];
}

function isClosed(rule: TradingRule, zone: string, atMs: number): boolean {
  return rule.kind === "trading-hours" && !findTradingSession(atMs, rule, zone).isOpen;
}

/** The time of a price path's point on our clock, or now. */
function timeOf({ at, nowMs }: Context, symbol: string): number {
  if (at?.symbol !== symbol) return nowMs;
  return Math.min(nowMs, at.market.tickMs - (at.market.feed?.offsetMs ?? 0));
}

function hasStopDeadline(rules: readonly TradingRule[]): boolean {
  return rules.some(({ kind }) => kind === "stop-required");
}

function reasonOf(rule: SizeRule): RuleReason {
  switch (rule.kind) {
    case "trade-risk":
      return "risk_above_limit";
    case "exposure":
      return "exposure_above_limit";
    case "leverage":
      return "leverage_above_rule";
  }
}
