import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { TextPage } from "@/components/shell/text/text-page";
import { buildMetadata } from "@/lib/infra/build-metadata";

const SECTIONS = [
  "simulation",
  "advice",
  "account",
  "challenges",
  "payments",
  "fairness",
  "prices",
  "changes",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.terms");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/terms" });
}

/** The terms of use. */
export default function TermsPage() {
  const t = useTranslations("site.terms");
  const sections = SECTIONS.map((id) => ({
    id,
    title: t(`sections.${id}.title`),
    text: t(`sections.${id}.text`),
  }));
  return <TextPage title={t("title")} lead={t("lead")} sections={sections} />;
}
