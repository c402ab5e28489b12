import { useTranslations } from "next-intl";
import { RuleList } from "@/components/challenge/rule-list";
import { formatDay, formatRule, formatRulePercent } from "@/lib/core/challenge/format-rule";
import type { Plan } from "@/lib/core/challenge/plan";

/** All rules of a plan, its phases and the end of its days, from the data that evaluates it. */
export function PlanTerms({ plan }: { plan: Plan }) {
  const t = useTranslations("site.rules");
  const rules = plan.floors.map((rule) => ({
    id: rule.id,
    name: t("ruleName", { name: rule.name, percent: formatRulePercent(rule.percent) }),
    floor: null,
    ...formatRule(rule, plan),
  }));
  return (
    <>
      <RuleList rules={rules} />
      <ol className="flex flex-col gap-1 text-sm">
        {plan.phases.map((phase) => (
          <li key={phase.name}>
            {phase.target
              ? t("phase", {
                  name: phase.name,
                  target: formatRulePercent(phase.target),
                  days: phase.minTradingDays,
                })
              : t("phaseNoTarget", { name: phase.name, days: phase.minTradingDays })}
          </li>
        ))}
      </ol>
      <p className="text-text-2 text-xs">{formatDay(plan)}</p>
    </>
  );
}
