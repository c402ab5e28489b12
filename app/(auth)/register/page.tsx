import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { RegisterForm } from "@/components/account/register-form";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { sameOriginPath } from "@/lib/client/api/access/same-origin-path";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("auth");
  return { title: t("registerTitle") };
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RegisterPage({ searchParams }: Props) {
  const { next: asked } = await searchParams;
  const next = typeof asked === "string" ? asked : undefined;
  if (await readPageSession()) redirect(sameOriginPath(next));
  return <RegisterForm next={next} />;
}
