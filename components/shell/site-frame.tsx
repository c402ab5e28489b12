import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Announcements } from "@/components/shell/announcements";
import { PageFooter } from "@/components/shell/footer/page-footer";
import { Logo } from "@/components/shell/logo";
import { DESK_PAGES, PageLinks, SITE_PAGES } from "@/components/shell/page-links";
import { ThemeButton } from "@/components/shell/theme-button";
import { buttonVariants } from "@/components/ui/button";

/** The frame of the public pages. */
export function SiteFrame({ isSignedIn, children }: { isSignedIn: boolean; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="mx-auto flex min-h-dvh max-w-5xl flex-col px-4">
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2 print:hidden">
        <Link href="/" className="flex items-center gap-2 rounded font-semibold max-sm:flex-1">
          <Logo className="size-6" />
          {t("product")}
        </Link>
        <PageLinks label={t("nav.site")} pages={isSignedIn ? DESK_PAGES : SITE_PAGES} />
        <ThemeButton />
        {!isSignedIn && (
          <>
            <Link href="/login" className={buttonVariants({ size: "md" })}>
              {t("signIn")}
            </Link>
            <Link
              href="/terminal/BTCUSDT"
              className={buttonVariants({ variant: "outline", size: "md", className: "max-sm:hidden" })}
            >
              {t("openTerminal")}
            </Link>
          </>
        )}
      </header>
      <Announcements />
      <main className="flex-1 py-6">{children}</main>
      <PageFooter isSignedIn={isSignedIn} />
    </div>
  );
}
