import type { Metadata } from "next";
import { RuleList } from "@/components/challenge/rule-list";
import { SiteFrame } from "@/components/shell/site-frame";
import { formatDay, formatPercent, formatRule } from "@/lib/core/challenge/format-rule";
import type { Plan } from "@/lib/core/challenge/plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { describePage } from "@/lib/infra/describe-page";

export function generateMetadata(): Promise<Metadata> {
  return describePage({
    title: "Challenge rules",
    description: "Every rule of every challenge in words and as the formula that evaluates it.",
    path: "/rules",
  });
}

/** All rules, rendered from the data that evaluates challenges. */
export default function RulesPage() {
  return (
    <SiteFrame>
      <div className="flex flex-col gap-8">
        <div className="flex max-w-3xl flex-col gap-2">
          <h1 className="font-semibold text-2xl">Rules</h1>
          <p className="text-text-2">
            Rules are evaluated on live equity: after every event, with every publication of the feed while a
            position is open, and at the reset itself. Balance is what closed trades have left; equity (E) is
            balance and the open profit at mark prices. S is the starting balance, B₀ and E₀ are balance and
            equity at the day's start.
          </p>
          <p className="text-text-2">
            Failure is looked for before success. A phase is passed with its target, its trading days and no
            open position. A day counts when a position is opened in it. On a breach all orders are cancelled
            and all positions closed at the same marks, and the proof is shown. The rulebook is pinned when a
            challenge starts. Money is simulated; nothing is paid out.
          </p>
        </div>
        {PLANS.map((plan) => (
          <PlanRules key={plan.id} plan={plan} />
        ))}
      </div>
    </SiteFrame>
  );
}

function PlanRules({ plan }: { plan: Plan }) {
  const rules = plan.floors.map((rule) => ({
    id: rule.id,
    name: `${rule.name}, ${formatPercent(rule.percent)} %`,
    floor: null,
    ...formatRule(rule, plan),
  }));
  return (
    <section className="panel flex flex-col gap-4 p-4">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-lg">
          {plan.name} <span className="font-normal text-text-3 text-xs">version {plan.version}</span>
        </h2>
        <p className="text-text-2">{plan.summary}</p>
      </div>
      <RuleList rules={rules} />
      <ol className="flex flex-col gap-1 text-sm">
        {plan.phases.map((phase) => (
          <li key={phase.name}>
            {phase.name}: {phase.target ? `target ${formatPercent(phase.target)} %` : "no target"},{" "}
            {phase.minTradingDays} trading days
          </li>
        ))}
      </ol>
      <p className="text-text-2 text-xs">{formatDay(plan)}</p>
    </section>
  );
}
