"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { ProofDialog } from "@/components/account/proof-dialog";
import { Announcements } from "@/components/shell/announcements";
import { Logo } from "@/components/shell/logo";
import { ThemeButton } from "@/components/shell/theme-button";
import { cn } from "@/lib/client/cn";

const PAGES = [
  { path: "/admin", name: "status" },
  { path: "/admin/figures", name: "figures" },
  { path: "/admin/users", name: "users" },
  { path: "/admin/payments", name: "payments" },
  { path: "/admin/content", name: "content" },
  { path: "/admin/plans", name: "plans" },
  { path: "/admin/competitions", name: "competitions" },
  { path: "/admin/review", name: "review" },
  { path: "/admin/audit", name: "audit" },
] as const;

/** The frame of the operators' pages: navigation above, the page below. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const t = useTranslations("admin");
  const path = usePathname() ?? "/admin";
  const isCurrent = (page: string) => (page === "/admin" ? path === page : path.startsWith(page));
  return (
    <div className="min-h-dvh">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b px-4 py-2">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold text-sm">
          <Logo className="size-5" />
          {t("title")}
        </Link>
        <nav aria-label={t("title")} className="flex flex-1 flex-wrap gap-1">
          {PAGES.map(({ path: page, name }) => (
            <Link
              key={page}
              href={page}
              aria-current={isCurrent(page) ? "page" : undefined}
              className={cn(
                "rounded px-2 py-1 text-xs hover:bg-hover",
                isCurrent(page) ? "bg-hover text-text" : "text-text-2",
              )}
            >
              {t(`pages.${name}`)}
            </Link>
          ))}
        </nav>
        <ThemeButton />
      </header>
      <ProofDialog />
      <Announcements className="mx-4 mt-3" />
      <main className="mx-auto flex max-w-6xl flex-col gap-4 p-4">{children}</main>
    </div>
  );
}
