import type { Formats } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { formatRulePercent } from "@/lib/core/challenge/format-rule";
import type { FloorRule, Plan } from "@/lib/core/challenge/plan";
import type { Decimal } from "@/lib/core/decimal";

/** A loss rule as a sentence in the language of the page, from its data. The formula is the same in all of them. */
export function describeRule(
  rule: FloorRule,
  plan: Plan,
  { t, formats }: { t: Translate<"rules.loss">; formats: Formats },
): string {
  const percentOf = (fraction: Decimal) => formats.exact(formatRulePercent(fraction));
  const sentence = t("sentence", {
    breach: rule.breachWhen,
    // A choice of a message has no hyphens in its names.
    base: rule.base.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase()),
    percent: percentOf(rule.percent),
    ofStart: rule.amountOf === "start" && rule.base !== "start" ? "yes" : "no",
    soft: rule.isSoft ? "yes" : "no",
    lock: rule.lockAt === null ? "none" : percentOf(rule.lockAt),
  });
  return rule.base === "start" ? sentence : `${sentence} ${describeDay(plan, t)}`;
}

/** When a plan's day ends. */
export function describeDay(
  { resetAt, zone }: Pick<Plan, "resetAt" | "zone">,
  t: Translate<"rules.loss">,
): string {
  return t("day", { time: resetAt, zone });
}

/** What a shipped plan is in one sentence; an own or an offered one says so itself. */
export function summarisePlan(
  { id, summary }: Pick<Plan, "id" | "summary">,
  t: Translate<"rules.plan">,
): string {
  const key = id as "classic";
  return t.has(key) ? t(key) : summary;
}
