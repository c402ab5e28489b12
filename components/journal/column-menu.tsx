import Link from "next/link";
import { useTranslations } from "next-intl";
import { cn } from "@/lib/client/cn";
import { ENTRY_COLUMNS, type EntryColumn } from "@/lib/schemas/journal";

/** The columns of the table of trades, each a link that shows or hides it. The last one cannot be hidden. */
export function ColumnMenu(props: {
  shown: readonly EntryColumn[];
  linkTo: (columns: readonly EntryColumn[]) => string;
}) {
  const t = useTranslations("journal.page");
  const { shown, linkTo } = props;
  return (
    <details className="text-xs">
      <summary className="cursor-pointer rounded text-text-2">{t("chooseColumns")}</summary>
      <ul className="flex flex-wrap gap-1.5 pt-2">
        {ENTRY_COLUMNS.map((column) => {
          const isShown = shown.includes(column);
          const next = ENTRY_COLUMNS.filter((one) => (one === column ? !isShown : shown.includes(one)));
          return (
            <li key={column}>
              <Link
                href={linkTo(next.length > 0 ? next : shown)}
                scroll={false}
                aria-current={isShown ? "true" : undefined}
                className={cn(
                  "block rounded border px-2 py-1 hover:bg-hover",
                  isShown ? "border-accent text-text" : "text-text-3",
                )}
              >
                <span aria-hidden>{isShown ? "✓ " : "+ "}</span>
                {t(`columns.${column}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </details>
  );
}
