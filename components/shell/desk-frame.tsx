import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Announcements } from "@/components/shell/announcements";
import { PageFooter } from "@/components/shell/footer/page-footer";
import { Logo } from "@/components/shell/logo";
import { DESK_PAGES, PageLinks } from "@/components/shell/page-links";
import { ThemeButton } from "@/components/shell/theme-button";

/** The frame of a trader's pages besides the terminal. */
export function DeskFrame(props: { title: string; current: string; aside?: ReactNode; children: ReactNode }) {
  const t = useTranslations("common");
  return (
    <div className="mx-auto flex min-h-dvh max-w-6xl flex-col px-4">
      <header className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 py-2 print:hidden">
        <Link href="/" aria-label={t("home")} className="rounded max-sm:flex-1">
          <Logo className="size-6" />
        </Link>
        <PageLinks label={t("nav.desk")} pages={DESK_PAGES} current={props.current} />
        <ThemeButton />
      </header>
      <Announcements className="mb-3" />
      <main className="flex flex-1 flex-col gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <h1 className="flex-1 font-semibold text-lg">{props.title}</h1>
          {props.aside}
        </div>
        {props.children}
      </main>
      <PageFooter isSignedIn />
    </div>
  );
}
