import Link from "next/link";
import { useTranslations } from "next-intl";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { formatAge, formatMinute, NO_VALUE } from "@/lib/client/format";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

const COLUMNS = ["closed", "symbol", "side", "held", "exit", "r", "net", "tags"] as const;

/** Closed trades, newest first; each links to its own page. */
export function EntryTable({ entries }: { entries: readonly JournalEntryDto[] }) {
  const t = useTranslations("journal.page");
  const tForm = useTranslations("journal.form");
  return (
    <WideContent label={t("trades")}>
      <table className="w-full min-w-[640px] text-xs">
        <caption className="sr-only">{t("caption")}</caption>
        <thead>
          <tr className="text-left text-text-3">
            {COLUMNS.map((head) => (
              <th key={head} scope="col" className="py-1.5 pr-3 font-normal">
                {t(`columns.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="border-t hover:bg-hover">
              <td className="num py-1.5 pr-3">
                <Link href={`/journal/${entry.id}`} className="rounded underline-offset-2 hover:underline">
                  {formatMinute(Date.parse(entry.closedAt))}
                </Link>
              </td>
              <td className="pr-3">{entry.symbol}</td>
              <td className="pr-3">{tForm(`sides.${entry.side}`)}</td>
              <td className="num pr-3">
                {formatAge(Date.parse(entry.closedAt) - Date.parse(entry.openedAt))}
              </td>
              <td className="pr-3">{tForm(`exits.${entry.exitReason}`)}</td>
              <td className="num pr-3">
                {entry.r.value === null ? NO_VALUE : t("ratioR", { r: formatFigure(entry.r.value, "ratio") })}
              </td>
              <td className="pr-3">
                <Amount value={entry.net} />
              </td>
              <td className="max-w-40 truncate text-text-2">
                {[entry.setup, ...entry.tags].filter(Boolean).join(", ")}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}
