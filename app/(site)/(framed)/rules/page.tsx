import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { summarisePlan } from "@/components/challenge/describe-rule";
import { PlanTerms } from "@/components/challenge/plan-terms";
import { readOfferedPlans } from "@/lib/challenge/rulebooks/offered-plans";
import type { Plan } from "@/lib/core/challenge/plan";
import { FREE_PLANS, PLANS } from "@/lib/core/challenge/plans";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { isSold } from "@/lib/schemas/products";

export const dynamic = "force-dynamic";

const SHIPPED = PLANS.filter(({ id }) => isSold(id) || FREE_PLANS.includes(id));

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.rules");
  return buildMetadata({
    title: t("title"),
    description: t("meta.description"),
    path: "/rules",
  });
}

/** All rules, rendered from the data that evaluates challenges. */
export default async function RulesPage() {
  const t = await getTranslations("site.rules");
  const offered = [...SHIPPED, ...(await readOfferedPlans())];
  return (
    <div className="flex flex-col gap-8">
      <div className="flex max-w-3xl flex-col gap-2">
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="text-text-2">{t("equity")}</p>
        <p className="text-text-2">{t("order")}</p>
      </div>
      <nav aria-label={t("plans")} className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {offered.map(({ id, name }) => (
          <a key={id} href={`#${id}`} className="py-1 text-accent hover:underline">
            {name}
          </a>
        ))}
      </nav>
      {offered.map((plan) => (
        <PlanRules key={plan.id} plan={plan} />
      ))}
    </div>
  );
}

function PlanRules({ plan }: { plan: Plan }) {
  const t = useTranslations("site.rules");
  const tPlan = useTranslations("rules.plan");
  return (
    <section id={plan.id} className="panel flex scroll-mt-4 flex-col gap-4 p-4">
      <div className="flex flex-col gap-1">
        <h2 className="font-semibold text-lg">
          {plan.name}{" "}
          <span className="font-normal text-text-3 text-xs">
            {t("version", { version: String(plan.version) })}
          </span>
        </h2>
        <p className="text-text-2">{summarisePlan(plan, tPlan)}</p>
      </div>
      <PlanTerms plan={plan} />
    </section>
  );
}
