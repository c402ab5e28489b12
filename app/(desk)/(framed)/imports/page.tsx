import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PlanResults } from "@/components/challenge/plan-results";
import { ImportDesk } from "@/components/imports/import-desk";
import { ImportList } from "@/components/imports/import-list";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { evaluateOwnHistory } from "@/lib/challenge/evaluate-own-history";
import { listImportsOf } from "@/lib/imports/manage-imports";
import { findZone } from "@/lib/journal/find-zone";
import { isSold } from "@/lib/schemas/products";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("imports.page");
  return { title: t("title"), robots: { index: false } };
}

/** Real trades of other places: a file in, its figures, what each rulebook would have said, and the way back. */
export default async function ImportsPage() {
  const t = await getTranslations("imports.page");
  const session = await readPageSession();
  if (!session) redirect("/login?next=/imports");
  const { userId } = session;
  const [imports, zone] = await Promise.all([listImportsOf(userId), findZone(userId, undefined)]);
  const newest = imports.find(({ trades }) => trades > 0);
  const own =
    newest === undefined ? null : await evaluateOwnHistory(userId, { portfolioId: newest.portfolioId });
  return (
    <DeskFrame
      title={t("title")}
      current="/journal"
      aside={
        <Link href="/journal" className={buttonVariants({ variant: "outline", size: "md" })}>
          {t("journal")}
        </Link>
      }
    >
      <PageMessages areas={["imports.desk", "imports.list"]}>
        <Panel title={t("new")} note={t("newNote")}>
          <ImportDesk zone={zone} />
        </Panel>
        <Panel title={t("mine")}>
          {imports.length === 0 ? (
            <p className="py-6 text-center text-sm text-text-2">{t("empty")}</p>
          ) : (
            <ImportList imports={imports} />
          )}
        </Panel>
      </PageMessages>
      {own !== null && newest !== undefined && (
        <Panel title={t("passed")} note={t("passedNote", { name: newest.fileName })}>
          <PlanResults results={own.results.filter(({ planId }) => isSold(planId))} />
        </Panel>
      )}
    </DeskFrame>
  );
}
