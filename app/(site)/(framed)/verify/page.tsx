import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StatementChecker } from "@/components/proof/statement-checker";
import { PageMessages } from "@/components/shell/page-messages";
import { listAnchors } from "@/lib/challenge/proof/list-anchors";
import { buildMetadata } from "@/lib/infra/build-metadata";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.verify");
  return buildMetadata({
    title: t("title"),
    description: t("meta.description"),
    path: "/verify",
  });
}

/** Recomputes a statement in the browser, and lists the anchors that show that no log was rewritten. */
export default async function VerifyPage() {
  const t = await getTranslations("site.verify");
  const anchors = await listAnchors();
  return (
    <div className="flex max-w-3xl flex-col gap-6">
      <div className="flex flex-col gap-2">
        <h1 className="font-semibold text-2xl">{t("title")}</h1>
        <p className="text-text-2">{t("text")}</p>
      </div>
      <PageMessages areas={["site.statementChecker"]}>
        <StatementChecker />
      </PageMessages>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">{t("limitsTitle")}</h2>
        <p className="text-sm text-text-2">{t("limits")}</p>
      </section>
      <section className="flex flex-col gap-2">
        <h2 className="font-semibold">{t("anchorsTitle")}</h2>
        <p className="text-sm text-text-2">
          {t.rich("anchors", {
            link: (chunks) => (
              <a href="/api/anchors" className="underline">
                {chunks}
              </a>
            ),
          })}
        </p>
        {anchors.length === 0 ? (
          <p className="text-sm text-text-3">{t("noAnchors")}</p>
        ) : (
          <ul className="flex flex-col gap-1 text-xs">
            {anchors.map(({ day, root, portfolios, events }) => (
              <li key={day} className="flex flex-wrap gap-x-3 border-t py-1">
                <span className="num">{day}</span>
                <code className="num break-all text-text-2">{root}</code>
                <span className="text-text-3">{t("counts", { portfolios, events: Number(events) })}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
