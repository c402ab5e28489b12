import type { Metadata } from "next";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { TextPage } from "@/components/shell/text/text-page";
import { buildMetadata } from "@/lib/infra/build-metadata";

const SECTIONS = [
  "account",
  "trading",
  "sessions",
  "payments",
  "public",
  "services",
  "browser",
  "rights",
] as const;

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("site.privacy");
  return buildMetadata({ title: t("title"), description: t("meta.description"), path: "/privacy" });
}

/** What is stored about a user. */
export default function PrivacyPage() {
  const t = useTranslations("site.privacy");
  const sections = SECTIONS.map((id) => ({
    id,
    title: t(`sections.${id}.title`),
    text: t(`sections.${id}.text`),
  }));
  return <TextPage title={t("title")} lead={t("lead")} sections={sections} />;
}
