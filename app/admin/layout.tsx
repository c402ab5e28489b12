import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AdminFrame } from "@/components/admin/admin-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { requireAdmin } from "@/lib/auth/require-admin";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("admin");
  return { title: t("title"), robots: { index: false } };
}

/** For admins only. Every page and route below checks again. */
export default async function AdminLayout({ children }: { children: ReactNode }) {
  await requireAdmin();
  return (
    <PageMessages areas={["admin", "account.proof", "billing", "competitions", "rules.mine"]}>
      <AdminFrame>{children}</AdminFrame>
    </PageMessages>
  );
}
