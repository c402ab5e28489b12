import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PlanResults } from "@/components/challenge/plan-results";
import { PlanTerms } from "@/components/challenge/plan-terms";
import { OwnRulesForm } from "@/components/rules/own-rules-form";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import { ownRulesSchema } from "@/lib/schemas/own-rules";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rules.mine");
  return { title: t("title"), robots: { index: false } };
}

/** A rulebook of one's own: its form, its terms, and the trader's history evaluated by it. */
export default async function OwnRulesPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("rules.mine");
  const values = Object.fromEntries(
    Object.entries(await props.searchParams).flatMap(([key, value]) =>
      typeof value === "string" ? [[key, value]] : [],
    ),
  );
  const session = await readPageSession();
  const query = new URLSearchParams(values).toString();
  if (!session) redirect(`/login?next=${encodeURIComponent(query ? `/rules/mine?${query}` : "/rules/mine")}`);
  const read = ownRulesSchema.safeParse(values);
  const plan =
    query && read.success ? buildOwnPlan({ ...read.data, name: read.data.name || t("unnamed") }) : null;
  const own = plan === null ? null : await evaluateOwnHistory(session.userId, { plans: [plan] });
  return (
    <DeskFrame title={t("title")} current="/challenges">
      <Panel title={t("form")} note={t("formNote")}>
        {!read.success && <Notice tone="warn">{t("invalid")}</Notice>}
        <OwnRulesForm values={values} />
      </Panel>
      {plan !== null && own !== null && (
        <>
          <Panel title={plan.name} note={t("share")}>
            <PlanTerms plan={plan} />
          </Panel>
          <Panel title={t("history")} note={t("historyNote")}>
            <PlanResults results={own.results} />
          </Panel>
        </>
      )}
    </DeskFrame>
  );
}
