import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { buildMetadata } from "@/lib/infra/build-metadata";
import { getEnv } from "@/lib/infra/env/env";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.contact");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/contact" });
}

/** How to reach the operator. */
export default function ContactPage() {
  const t = useTranslations("site.contact");
  const { OPERATOR_NAME, CONTACT_EMAIL } = getEnv();
  return (
    <div className="flex max-w-3xl flex-col gap-4">
      <h1 className="font-semibold text-2xl">{t("title")}</h1>
      <p className="text-text-2">{t("lead")}</p>
      <dl className="panel grid grid-cols-[auto_1fr] gap-x-6 gap-y-2 p-4 empty:hidden">
        {OPERATOR_NAME && (
          <>
            <dt className="text-text-2">{t("operator")}</dt>
            <dd>{OPERATOR_NAME}</dd>
          </>
        )}
        {CONTACT_EMAIL && (
          <>
            <dt className="text-text-2">{t("email")}</dt>
            <dd>
              <a href={`mailto:${CONTACT_EMAIL}`} className="rounded text-accent underline">
                {CONTACT_EMAIL}
              </a>
            </dd>
          </>
        )}
      </dl>
      {!CONTACT_EMAIL && <Notice tone="warn">{t("missing")}</Notice>}
      <p className="text-sm text-text-2">{t("hint")}</p>
      <p className="text-sm text-text-2">
        {t.rich("status", {
          link: (chunks) => (
            <Link href="/status" className="rounded text-accent underline">
              {chunks}
            </Link>
          ),
        })}
      </p>
    </div>
  );
}
