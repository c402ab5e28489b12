import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalEntryDetail } from "@/lib/schemas/journal-responses";

const HOUR_MS = 3_600_000;
const COLUMNS = ["time", "price", "move", "difference"] as const;

/** What the price did after the exit. */
export function AfterExitTable({ rows }: { rows: JournalEntryDetail["afterExit"] }) {
  const t = useTranslations("journal.afterExit");
  const formats = formatsOf(useLocale());
  if (rows.length === 0) return <p className="text-sm text-text-2">{t("none")}</p>;
  return (
    <WideContent label={t("title")}>
      <table className="w-full min-w-[26rem] text-xs">
        <caption className="sr-only">{t("title")}</caption>
        <thead>
          <tr className="text-right text-text-3">
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="py-1 pl-3 font-normal first:pl-0 first:text-left">
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ afterMs, price, move, difference }) => (
            <tr key={afterMs} className="border-t text-right">
              <th scope="row" className="py-1 text-left font-normal">
                {t("hours", { hours: afterMs / HOUR_MS })}
              </th>
              <td className="num pl-3">{formats.price(price)}</td>
              <td className="num pl-3">{formats.percent(move)}</td>
              <td className="pl-3">
                <Amount value={difference} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}
