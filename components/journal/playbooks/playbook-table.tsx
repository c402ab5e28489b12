import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { explainMissing } from "@/components/journal/explain-missing";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { cn } from "@/lib/client/cn";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalFilter } from "@/lib/schemas/journal";
import type { FigureDto, PlaybookRowDto } from "@/lib/schemas/journal-responses";

const COLUMNS = [
  "playbook",
  "trades",
  "winRate",
  "expectancyR",
  "net",
  "rulesKept",
  "allKept",
  "notAllKept",
] as const;

/** The results by playbook; the name of one opens its trades. */
export function PlaybookTable({ rows, filter }: { rows: readonly PlaybookRowDto[]; filter: JournalFilter }) {
  const t = useTranslations("journal.playbooks");
  const formats = formatsOf(useLocale());
  return (
    <WideContent label={t("caption")}>
      <table className="w-full whitespace-nowrap text-xs">
        <caption className="sr-only">{t("caption")}</caption>
        <thead>
          <tr className="text-right text-text-3">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className="py-1 pl-3 font-normal first:pl-0 first:text-left">
                {t(`columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.name ?? ""}
              className={cn("border-t text-right align-top", row.isThin && "text-text-3")}
            >
              <th scope="row" className="py-1 text-left font-normal">
                {row.name === null ? (
                  t("none")
                ) : (
                  <Link
                    href={`/journal${writeJournalQuery({ ...filter, setup: row.name, tab: "trades" })}`}
                    prefetch={false}
                    className="rounded underline underline-offset-2"
                  >
                    {row.name}
                  </Link>
                )}
              </th>
              <td className="num py-1 pl-3">{row.count}</td>
              <td className="num py-1 pl-3">
                <FigureText
                  figure={row.winRate}
                  format={(value) => formatFigure(value, "percent", formats)}
                />
              </td>
              <td className="num py-1 pl-3">
                <FigureText
                  figure={row.averageR}
                  format={(r) => t("ratioR", { r: formatFigure(r, "ratio", formats) })}
                />
              </td>
              <td className="py-1 pl-3">
                <Amount value={row.net} />
              </td>
              <td className="num py-1 pl-3">
                <FigureText
                  figure={row.rulesKept}
                  format={(value) => formatFigure(value, "percent", formats)}
                />
              </td>
              <Group group={row.allKept} />
              <Group group={row.notAllKept} />
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function Group({ group }: { group: PlaybookRowDto["allKept"] }) {
  const t = useTranslations("journal.playbooks");
  const formats = formatsOf(useLocale());
  if (group.count === 0) return <td className="py-1 pl-3 text-text-3">–</td>;
  return (
    <td className="py-1 pl-3">
      <Amount value={group.net} />
      <span className="num block text-text-3">
        {t("group", { count: group.count })}
        {group.averageR.value !== null &&
          `, ${t("ratioR", { r: formatFigure(group.averageR.value, "ratio", formats) })}`}
      </span>
    </td>
  );
}

function FigureText({ figure, format }: { figure: FigureDto; format: (value: string) => string }) {
  const t = useTranslations("journal.figures");
  return figure.value === null ? explainMissing(figure.why, t) : format(figure.value);
}
