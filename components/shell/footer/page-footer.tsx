import Link from "next/link";
import { useTranslations } from "next-intl";
import { LanguageSelect } from "@/components/shell/footer/language-select";
import { WrittenLinks } from "@/components/shell/footer/written-links";

const PAGES = [
  { path: "/pricing", name: "pricing" },
  { path: "/rules", name: "rules" },
  { path: "/verify", name: "verify" },
  { path: "/status", name: "status" },
  { path: "/api-docs", name: "api" },
  { path: "/help", name: "help" },
  { path: "/terms", name: "terms" },
  { path: "/privacy", name: "privacy" },
  { path: "/contact", name: "contact" },
] as const;

const LINK = "inline-flex min-h-6 items-center rounded underline-offset-2 hover:text-text hover:underline";

/** The footer: that trading is simulated, a note of the page, and links for which no header has room. */
export function PageFooter({ note, isSignedIn = false }: { note?: string; isSignedIn?: boolean }) {
  const t = useTranslations("common");
  return (
    <footer className="mt-8 flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t py-3 text-text-3 text-xs print:hidden">
      <p>
        {t("disclaimer")} {note}
      </p>
      <nav aria-label={t("nav.footer")} className="flex flex-wrap gap-x-4 gap-y-1">
        {PAGES.map(({ path, name }) => (
          <Link key={path} href={path} prefetch={false} className={LINK}>
            {t(`nav.${name}`)}
          </Link>
        ))}
        <WrittenLinks className={LINK} />
        <LanguageSelect isSignedIn={isSignedIn} />
      </nav>
    </footer>
  );
}
