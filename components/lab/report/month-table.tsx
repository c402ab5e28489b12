import { useTranslations } from "next-intl";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { formatPercent } from "@/lib/client/format";
import type { MonthReturn } from "@/lib/lab/run/report/list-months";

const MONTHS = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11", "12"];

/** Returns by calendar month, a row for each year. */
export function MonthTable({ months }: { months: readonly MonthReturn[] }) {
  const t = useTranslations("lab.report.months");
  const byMonth = new Map(months.map(({ month, change }) => [month, change] as const));
  const years = [...new Set(months.map(({ month }) => month.slice(0, 4)))];
  return (
    <WideContent label={t("title")}>
      <table className="num w-full text-right text-xs">
        <thead className="text-text-3">
          <tr>
            <th scope="col" className="px-2 py-1 text-left font-normal">
              {t("year")}
            </th>
            {MONTHS.map((month) => (
              <th key={month} scope="col" className="px-2 py-1 font-normal">
                {month}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {years.map((year) => (
            <tr key={year} className="border-line border-t">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {year}
              </th>
              {MONTHS.map((month) => {
                const change = byMonth.get(`${year}-${month}`);
                return (
                  <td key={month} className={cn("px-2 py-1", toneOf(change))}>
                    {change === undefined ? "" : formatPercent(change, 1)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function toneOf(change: number | undefined): string {
  if (change === undefined || change === 0) return "";
  return change > 0 ? "text-up" : "text-down";
}
