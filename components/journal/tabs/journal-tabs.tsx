import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonVariants } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import { JOURNAL_TABS, type JournalTab } from "@/lib/schemas/journal";

/** The parts of the journal; `linkTo` returns the URL of one, which keeps the filter. */
export function JournalTabs(props: { current: JournalTab; linkTo: (tab: JournalTab) => string }) {
  const t = useTranslations("journal.tabs");
  return (
    <nav aria-label={t("label")} className="flex flex-wrap gap-1 border-b pb-1 print:hidden">
      {JOURNAL_TABS.map((tab) => (
        <Link
          key={tab}
          href={props.linkTo(tab)}
          scroll={false}
          aria-current={tab === props.current ? "page" : undefined}
          className={cn(
            buttonVariants({ variant: "ghost", size: "md", className: "px-2 sm:px-3" }),
            tab === props.current && "bg-hover text-accent",
          )}
        >
          {t(tab)}
        </Link>
      ))}
    </nav>
  );
}
