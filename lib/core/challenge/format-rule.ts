import type { FloorBase, FloorRule, Plan } from "@/lib/core/challenge/plan";
import { type Decimal, formatDecimal, mul, parseDecimal } from "@/lib/core/decimal";

const HUNDRED = parseDecimal("100");

const BASES = {
  start: { words: "the starting balance", symbol: "S" },
  "day-balance": { words: "the balance at the day's start", symbol: "B₀" },
  "day-equity": { words: "the equity at the day's start", symbol: "E₀" },
  "day-higher": { words: "the higher of balance and equity at the day's start", symbol: "max(B₀, E₀)" },
  "day-peak": { words: "the highest equity of the day", symbol: "max E since reset" },
  "highest-day-balance": { words: "the highest balance at any reset so far", symbol: "max(S, B₀…)" },
  "highest-day-equity": { words: "the highest equity at any reset so far", symbol: "max(S, E₀…)" },
  "highest-balance": { words: "the highest balance so far", symbol: "max B" },
  "highest-equity": { words: "the highest equity so far", symbol: "max E" },
} as const satisfies Record<FloorBase, { words: string; symbol: string }>;

/** A loss rule as text and as a formula, both generated from its data, so that they agree. */
export function formatRule(rule: FloorRule, plan: Plan): { words: string; formula: string } {
  const base = BASES[rule.base];
  const percent = `${formatRulePercent(rule.percent)}%`;
  const ofWhat =
    rule.amountOf === "start" && rule.base !== "start" ? `${percent} of the starting balance` : percent;
  const verb = rule.breachWhen === "below" ? "fall below" : "fall to or below";
  const lock =
    rule.lockAt === null ? "" : ` The floor stops rising at ${formatRulePercent(rule.lockAt)}% of the start.`;
  const reset = rule.base === "start" ? "" : ` ${formatDay(plan)}`;
  const end = rule.isSoft
    ? "Then everything is closed and trading pauses until the reset."
    : "Then everything is closed and the challenge has failed.";
  const amount = `${formatDecimal(rule.percent)} × ${rule.amountOf === "start" ? "S" : base.symbol}`;
  const moving = `${base.symbol} − ${amount}`;
  const floor = rule.lockAt === null ? moving : `min(${moving}, ${formatDecimal(rule.lockAt)} × S)`;
  return {
    words: `Equity may not ${verb} ${base.words} less ${ofWhat}. ${end}${lock}${reset}`,
    formula: `breach ⇔ E ${rule.breachWhen === "below" ? "<" : "≤"} ${floor}`,
  };
}

/** A fraction as percent, without trailing zeros. */
export function formatRulePercent(fraction: Decimal): string {
  return formatDecimal(mul(fraction, HUNDRED));
}

/** When a plan's day ends, as text: the daily reset and the end of a trading day. */
export function formatDay({ resetAt, zone }: Pick<Plan, "resetAt" | "zone">): string {
  return `Days end at ${resetAt} (${zone}).`;
}
