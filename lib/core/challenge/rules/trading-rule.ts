import type { Decimal } from "@/lib/core/decimal";

export const TRADING_RULE_KINDS = [
  "stop-required",
  "trade-risk",
  "exposure",
  "leverage",
  "trading-hours",
  "inactivity",
] as const;
export type TradingRuleKind = (typeof TRADING_RULE_KINDS)[number];

/**
 * How a trader may trade, besides the loss limits. S is the starting balance.
 * - `stop-required`: a position has a stop for its whole quantity within the minutes after it was opened or
 *   lost its stop. A soft rule closes the position then, a hard one ends the challenge.
 * - `trade-risk`: the loss of a position at its stop, before fees, is at most `percent` of S. Without a
 *   `stop-required` rule beside it, an entry brings its stop.
 * - `exposure`: the cost of positions and waiting entries is at most `percent` of S, for each symbol or for
 *   all of them together. `symbols` null means every symbol.
 * - `leverage`: at most `maxLeverage`; `symbols` null means those that no other leverage rule names.
 * - `trading-hours`: entries only from `opensAt` to before `closesAt` on the plan's clocks, on the weekdays
 *   (0 is Monday) on which the session opens. At its end waiting entries are cancelled and, with
 *   `closesPositions`, everything is closed.
 * - `inactivity`: without a fill for this many times 24 hours and without a position the challenge ends.
 *
 * `stop-required` and `inactivity` are enforced when their time is over, the hours at their end; the others
 * reject orders.
 */
export type TradingRule = {
  id: string;
  /** Numbers of the phases it holds in, from 1; null for all. */
  phases: readonly number[] | null;
} & (
  | { kind: "stop-required"; withinMinutes: number; isSoft: boolean }
  | { kind: "trade-risk"; percent: Decimal }
  | { kind: "exposure"; per: "symbol" | "total"; percent: Decimal; symbols: readonly string[] | null }
  | { kind: "leverage"; maxLeverage: Decimal; symbols: readonly string[] | null }
  | {
      kind: "trading-hours";
      opensAt: string;
      closesAt: string;
      weekdays: readonly number[];
      closesPositions: boolean;
    }
  | { kind: "inactivity"; days: number }
);

export type TradingRuleOf<Kind extends TradingRuleKind> = Extract<TradingRule, { kind: Kind }>;
