import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PlanResults } from "@/components/challenge/plan-results";
import { PlanTerms } from "@/components/challenge/plan-terms";
import { OwnRulesForm } from "@/components/rules/own-rules-form";
import { SaveRulebookButton } from "@/components/rules/save-rulebook-button";
import { SavedRulebooks } from "@/components/rules/saved-rulebooks";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { Notice } from "@/components/ui/notice";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { formatRulebook } from "@/lib/challenge/rulebooks/format-rulebook";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import type { Plan } from "@/lib/core/challenge/plan";
import { listPortfolios } from "@/lib/db/queries/portfolios";
import { findRulebook, listRulebooksOf } from "@/lib/db/queries/rulebooks";
import { newRulebookSchema, ownRulesSchema } from "@/lib/schemas/challenge/own-rules";

type Values = Record<string, string | undefined>;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("rules.mine");
  return { title: t("title"), robots: { index: false } };
}

/**
 * A rulebook of one's own: its form, its terms, and the trader's histories evaluated by it. The rules are those in
 * the URL, or those of the saved rulebook that it names.
 */
export default async function OwnRulesPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("rules.mine");
  const asked = readTexts(await props.searchParams);
  const query = new URLSearchParams(asked).toString();
  const session = await readPageSession();
  if (!session) redirect(`/login?next=${encodeURIComponent(query ? `/rules/mine?${query}` : "/rules/mine")}`);
  const [saved, values] = await Promise.all([listRulebooksOf(session.userId), readValues(asked)]);
  const read = ownRulesSchema.safeParse(values);
  const isFilled = Object.keys(values).length > 0;
  const plan =
    isFilled && read.success ? buildOwnPlan({ ...read.data, name: read.data.name || t("unnamed") }) : null;
  const fresh = asked.rulebook === undefined ? newRulebookSchema.safeParse(values) : null;
  return (
    <PageMessages areas={["rules.mine"]}>
      <DeskFrame title={t("title")} current="/challenges">
        {saved.length > 0 && (
          <Panel title={t("saved")} note={t("savedNote")}>
            <SavedRulebooks rulebooks={saved.map(formatRulebook)} />
          </Panel>
        )}
        <Panel title={t("form")} note={t("formNote")}>
          {!read.success && <Notice tone="warn">{t("invalid")}</Notice>}
          <OwnRulesForm key={query} values={values} />
        </Panel>
        {plan !== null && (
          <>
            <Panel title={plan.name} note={t("share")}>
              <PlanTerms plan={plan} />
              {fresh?.success && <SaveRulebookButton rules={fresh.data} />}
              {fresh !== null && !fresh.success && <p className="text-text-2 text-xs">{t("nameToSave")}</p>}
            </Panel>
            <Histories userId={session.userId} plan={plan} />
          </>
        )}
      </DeskFrame>
    </PageMessages>
  );
}

/** The results of the practice portfolio and of each imported history. */
async function Histories({ userId, plan }: { userId: string; plan: Plan }) {
  const t = await getTranslations("rules.mine");
  const portfolios = await listPortfolios(userId, { withImported: true });
  const imported = portfolios.filter(({ kind }) => kind === "IMPORTED");
  const [practice, ...others] = await Promise.all([
    evaluateOwnHistory(userId, { plans: [plan] }),
    ...imported.map(({ id }) => evaluateOwnHistory(userId, { portfolioId: id, plans: [plan] })),
  ]);
  return (
    <>
      <Panel title={t("history")} note={t("historyNote")}>
        <PlanResults results={practice.results} />
      </Panel>
      {others.map(({ portfolioId, results }, index) => (
        <Panel key={portfolioId} title={t("history")} note={imported[index]?.name}>
          <PlanResults results={results} />
        </Panel>
      ))}
    </>
  );
}

function readTexts(search: Record<string, string | string[] | undefined>): Record<string, string> {
  const texts = Object.entries(search).flatMap(([key, value]) =>
    typeof value === "string" ? [[key, value] as const] : [],
  );
  return Object.fromEntries(texts);
}

async function readValues(asked: Record<string, string>): Promise<Values> {
  if (asked.rulebook === undefined) return asked;
  const found = await findRulebook(asked.rulebook);
  if (found === null) notFound();
  return formatRulebook(found).rules;
}
