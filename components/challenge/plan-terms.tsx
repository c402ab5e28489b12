import { useLocale, useTranslations } from "next-intl";
import { describeDay, describeRule } from "@/components/challenge/describe-rule";
import { RuleList } from "@/components/challenge/rule-list";
import { RuleTerms } from "@/components/rules/rule-terms";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { namePhase } from "@/lib/client/names/name-phase";
import { nameRule } from "@/lib/client/names/name-rule";
import { formatRule, formatRulePercent } from "@/lib/core/challenge/format-rule";
import { listTerms } from "@/lib/core/challenge/list-terms";
import type { Plan } from "@/lib/core/challenge/plan";

/** All rules of a plan, its phases and the end of its days, from the data that evaluates it. */
export function PlanTerms({ plan }: { plan: Plan }) {
  const t = useTranslations("site.rules");
  const tRule = useTranslations("common.rule");
  const tPhase = useTranslations("common.phase");
  const tLoss = useTranslations("rules.loss");
  const formats = formatsOf(useLocale());
  const rules = plan.floors.map((rule) => ({
    id: rule.id,
    name: t("ruleName", {
      name: nameRule(rule.name, tRule),
      percent: formats.exact(formatRulePercent(rule.percent)),
    }),
    floor: null,
    words: describeRule(rule, plan, { t: tLoss, formats }),
    formula: formatRule(rule, plan).formula,
  }));
  return (
    <>
      <RuleList rules={rules} />
      {plan.phases.map((phase, index) => (
        <section key={phase.name} className="flex flex-col gap-1">
          <h3 className="font-medium text-sm">{namePhase(phase.name, tPhase)}</h3>
          <RuleTerms terms={listTerms(plan, index + 1)} />
        </section>
      ))}
      <p className="text-text-2 text-xs">{describeDay(plan, tLoss)}</p>
    </>
  );
}
