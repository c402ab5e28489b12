import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { RegisterForm } from "@/components/account/register-form";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { sameOriginPath } from "@/lib/client/api/same-origin-path";

export const metadata: Metadata = { title: "Open an account" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function RegisterPage({ searchParams }: Props) {
  const { next: asked } = await searchParams;
  const next = typeof asked === "string" ? asked : undefined;
  if (await readPageSession()) redirect(sameOriginPath(next));
  return <RegisterForm next={next} />;
}
