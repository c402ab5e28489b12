import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ChallengeDayDto } from "@/lib/schemas/challenge/challenge-responses";

const COLUMNS = ["day", "balance", "profit", "share", "trades", "counts"] as const;

/** The days of a phase, newest first, from reset to reset. */
export function DayTable({ days }: { days: readonly ChallengeDayDto[] }) {
  const t = useTranslations("challenge.days");
  const formats = formatsOf(useLocale());
  return (
    <WideContent label={t("title")}>
      <table className="w-full min-w-[30rem] text-xs">
        <caption className="sr-only">{t("title")}</caption>
        <thead>
          <tr className="text-right text-text-3">
            {COLUMNS.map((name) => (
              <th key={name} scope="col" className="py-1.5 pl-3 font-normal first:pl-0 first:text-left">
                {t(`columns.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day.startAt} className="border-t text-right">
              <th scope="row" className="num whitespace-nowrap py-1.5 text-left font-normal">
                {formats.minute(Date.parse(day.startAt))}
              </th>
              <td className="num pl-3">{formats.fixed(day.balance, 2)}</td>
              <td className="pl-3">
                <Amount value={day.profit} />
              </td>
              <td className="num pl-3">{formats.percent(Number(day.profit) / Number(day.balance))}</td>
              <td className="num pl-3">{day.trades}</td>
              <td className="pl-3">{day.isTraded ? t("counted") : t("notCounted")}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}
