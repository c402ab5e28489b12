"use client";

import { useLocale, useTranslations } from "next-intl";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { readDirection } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { useStandings } from "@/lib/client/use-standings";
import type { CompetitionDto, StandingDto, StandingsResponse } from "@/lib/schemas/challenge/competitions";

const COLUMNS = ["rank", "name", "change", "drawdown", "equity", "trades"] as const;

/** The table of a competition, live until it has ended. `first` is what the page was made with. */
export function StandingsTable(props: {
  competition: CompetitionDto;
  first: StandingsResponse;
  ownEntry: string | null;
}) {
  const { competition, first, ownEntry } = props;
  const t = useTranslations("competitions");
  const data = useStandings(competition, first);
  if (data.lines.length === 0) {
    return <p className="panel py-10 text-center text-sm text-text-2">{t("page.noEntries")}</p>;
  }
  return (
    <WideContent label={t("page.table")} className="panel">
      <table className="w-full min-w-[560px] text-sm">
        <caption className="sr-only">{t("page.table")}</caption>
        <thead>
          <tr className="text-text-3 text-xs">
            {COLUMNS.map((key) => (
              <th
                key={key}
                scope="col"
                className={cn("px-3 py-2 font-normal", key === "name" ? "text-left" : "text-right")}
              >
                {t(`column.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.lines.map((line) => (
            <Line
              key={line.entry}
              line={line}
              isOwn={line.entry === ownEntry}
              certificate={
                competition.status === "ENDED"
                  ? `/competitions/${competition.id}/certificates/${line.entry}`
                  : null
              }
            />
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function Line(props: { line: StandingDto; isOwn: boolean; certificate: string | null }) {
  const { line, isOwn, certificate } = props;
  const t = useTranslations("competitions");
  const formats = formatsOf(useLocale());
  const direction = readDirection(line.change);
  const name = line.name ?? t("page.aTrader");
  return (
    <tr className={cn("border-t", isOwn && "bg-hover")}>
      <td className="num px-3 py-1.5 text-right text-text-2">
        {line.rank ?? (
          <span className="whitespace-nowrap text-warn text-xs">
            {t(`exclusion.${line.exclusion ?? "trades"}`)}
          </span>
        )}
      </td>
      <td className="px-3">
        {certificate === null ? (
          name
        ) : (
          <a href={certificate} className="rounded underline-offset-2 hover:underline">
            {name}
          </a>
        )}
      </td>
      <td
        className={cn(
          "num px-3 text-right",
          direction === "up" && "text-up",
          direction === "down" && "text-down",
        )}
      >
        {formats.percent(line.change)}
      </td>
      <td className="num px-3 text-right">{formats.share(line.drawdown)}</td>
      <td className="num px-3 text-right">{formats.fixed(line.equity, 2)}</td>
      <td className="num px-3 text-right">{line.trades}</td>
    </tr>
  );
}
