import Link from "next/link";
import { useTranslations } from "next-intl";

/** Instead of an empty table: that the filter matches nothing, or how to make the first trade. */
export function NoEntries({ isFiltered }: { isFiltered: boolean }) {
  const t = useTranslations("journal.page");
  return (
    <p className="py-6 text-center text-sm text-text-2">
      {isFiltered
        ? t("noMatch")
        : t.rich("empty", {
            link: (chunks) => (
              <Link href="/terminal/BTCUSDT" className="text-accent underline">
                {chunks}
              </Link>
            ),
          })}
    </p>
  );
}
