import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { cn } from "@/lib/client/cn";
import { readDirection } from "@/lib/client/format";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { LeaderboardLine, LeaderboardMeasure } from "@/lib/schemas/leaderboard";

const COLUMNS = ["rank", "name", "pnl", "return", "score", "trades"] as const;

/** The ranks of a leaderboard; the ranking figure is emphasised. */
export function LeaderboardTable({
  lines,
  by,
}: {
  lines: readonly LeaderboardLine[];
  by: LeaderboardMeasure;
}) {
  const t = useTranslations("leaderboard.board");
  const formats = formatsOf(useLocale());
  if (lines.length === 0) {
    return <p className="panel py-10 text-center text-sm text-text-2">{t("empty")}</p>;
  }
  return (
    <WideContent label={t("table")} className="panel">
      <table className="w-full min-w-[560px] text-sm">
        <caption className="sr-only">{t("caption", { count: lines.length })}</caption>
        <thead>
          <tr className="text-text-3 text-xs">
            {COLUMNS.map((key) => (
              <th
                key={key}
                scope="col"
                aria-sort={key === by ? "descending" : undefined}
                className={cn(
                  "px-3 py-2 font-normal",
                  key === "name" ? "text-left" : "text-right",
                  key === by && "text-text",
                )}
              >
                {t(`columns.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id} className="border-t">
              <td className="num px-3 py-1.5 text-right text-text-2">{line.rank}</td>
              <td className="px-3">
                <Link href={`/traders/${line.id}`} className="rounded underline-offset-2 hover:underline">
                  {line.name}
                </Link>
              </td>
              <td className="px-3 text-right">
                <Amount value={String(line.pnl)} />
              </td>
              <td className="px-3 text-right">
                <Return fraction={line.return} />
              </td>
              <td className="num px-3 text-right">{formats.fixed(line.score, 2)}</td>
              <td className="num px-3 text-right">{line.trades}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function Return({ fraction }: { fraction: number }) {
  const formats = formatsOf(useLocale());
  const direction = readDirection(fraction);
  return (
    <span className={cn("num", direction === "up" && "text-up", direction === "down" && "text-down")}>
      {formats.percent(fraction)}
    </span>
  );
}
