import type { Metadata } from "next";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { PageMessages } from "@/components/shell/page-messages";
import { ThemeButton } from "@/components/shell/theme-button";

export const metadata: Metadata = { robots: { index: false } };

/** The frame of the sign-in pages: one column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-14 items-center justify-between px-4">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold">
          <Logo className="size-6" />
          {t("product")}
        </Link>
        <ThemeButton />
      </header>
      <main className="flex flex-1 items-start justify-center px-4 pt-[8vh] pb-12">
        <div className="panel flex w-full max-w-sm flex-col gap-5 p-6">
          <PageMessages areas={["auth"]}>{children}</PageMessages>
        </div>
      </main>
    </div>
  );
}
