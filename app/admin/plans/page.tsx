import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { AdminTable } from "@/components/admin/admin-table";
import { PublishPlanButton } from "@/components/admin/publish-plan-button";
import { PlanTerms } from "@/components/challenge/plan-terms";
import { OwnRulesForm } from "@/components/rules/own-rules-form";
import { Panel } from "@/components/shell/panel";
import { requireAdmin } from "@/lib/auth/require-admin";
import { buildOwnPlan } from "@/lib/core/challenge/build-own-plan";
import { PLANS } from "@/lib/core/challenge/plans";
import { listOfferedPlans } from "@/lib/db/admin/offered-plans";
import { newRulebookSchema, ownRulesSchema } from "@/lib/schemas/challenge/own-rules";

export const dynamic = "force-dynamic";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/**
 * The plans: those that ship, and the operators' own, written as data. The rules in the URL are shown as traders will
 * read them before they are published.
 */
export default async function PlansPage({ searchParams }: Props) {
  await requireAdmin();
  const t = await getTranslations("admin.plans");
  const { plan: asked, ...given } = readTexts(await searchParams);
  const stored = await listOfferedPlans();
  const edited = stored.find(({ id }) => id === asked) ?? null;
  const isFilled = Object.keys(given).length > 0;
  const values = isFilled ? given : ((edited?.rules ?? {}) as Record<string, string>);
  const rules = newRulebookSchema.safeParse(values);
  const read = ownRulesSchema.safeParse(values);
  return (
    <>
      <h1 className="font-semibold text-lg">{t("title")}</h1>
      <AdminTable
        label={t("own")}
        rows={stored}
        keyOf={({ id }) => id}
        empty={t("empty")}
        columns={[
          {
            name: t("name"),
            cell: (row) => (
              <Link href={`/admin/plans?plan=${row.id}`} className="text-accent hover:underline">
                {nameOf(row.rules)}
              </Link>
            ),
          },
          { name: t("version"), isNumber: true, cell: (row) => row.version },
          { name: t("state"), cell: (row) => t(row.isOffered ? "offered" : "withdrawn") },
          { name: t("summary"), cell: (row) => row.summary },
        ]}
      />
      <p className="text-text-2 text-xs">
        {t("shipped", { plans: PLANS.map(({ name }) => name).join(", ") })}{" "}
        <Link href="/rules" className="text-accent underline">
          {t("terms")}
        </Link>
      </p>
      <Panel title={edited === null ? t("new") : t("edit", { name: nameOf(edited.rules) })}>
        <OwnRulesForm
          key={`${asked} ${JSON.stringify(values)}`}
          values={values}
          hidden={edited === null ? {} : { plan: edited.id }}
        />
      </Panel>
      {rules.success && read.success && (
        <Panel title={t("preview", { name: read.data.name })}>
          <PlanTerms plan={buildOwnPlan(read.data)} />
          <PublishPlanButton
            key={edited?.id}
            id={edited?.id ?? null}
            name={read.data.name}
            rules={rules.data}
            summary={edited?.summary ?? ""}
            isOffered={edited?.isOffered ?? true}
          />
        </Panel>
      )}
    </>
  );
}

function readTexts(search: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) =>
      typeof value === "string" && value !== "" ? [[key, value] as const] : [],
    ),
  );
}

function nameOf(rules: unknown): string {
  return (rules as { name?: string }).name ?? "";
}
