import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { explainMissing } from "@/components/journal/explain-missing";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { ComparedFigure } from "@/lib/core/journal/compare-week";
import type { FigureDto, ReviewDto } from "@/lib/schemas/journal-responses";

const UNITS = {
  trades: "ratio",
  net: "money",
  fees: "money",
  winRate: "percent",
  expectancy: "money",
} as const satisfies Record<ComparedFigure, Parameters<typeof formatFigure>[1]>;

/** The week in words, beside the weeks before it, with the pictures of its best and its worst trade, and one question. */
export function WeeklyReview({ review, pictures }: { review: ReviewDto; pictures?: ReactNode }) {
  const t = useTranslations("journal.page");
  const formats = formatsOf(useLocale());
  const { week, zone, sentences, best, worst, question } = review;
  return (
    <Panel title={t("review")} note={t("reviewNote", { week: formats.day(week), zone })}>
      <div className="grid gap-6 lg:grid-cols-2">
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
          {best && <TradeLine name={t(worst ? "reviewBest" : "reviewOnly")} trade={best} />}
          {worst && <TradeLine name={t("reviewWorst")} trade={worst} />}
        </ul>
        <Comparison comparison={review.comparison} />
      </div>
      {pictures}
      <p className="mt-4 rounded border bg-raised px-3 py-2 text-sm">
        <span className="block text-text-3 text-xs">{t("reviewQuestion")}</span>
        {question}
      </p>
      <Link
        href="/settings#mails"
        className="mt-2 inline-block rounded text-text-2 text-xs underline underline-offset-2 print:hidden"
      >
        {t("reviewMail")}
      </Link>
    </Panel>
  );
}

function TradeLine({ name, trade }: { name: string; trade: NonNullable<ReviewDto["best"]> }) {
  const tForm = useTranslations("journal.form");
  return (
    <li>
      {name}{" "}
      <Link href={`/journal/${trade.id}`} prefetch={false} className="rounded underline underline-offset-2">
        {trade.symbol} {tForm(`sides.${trade.side}`)}
      </Link>{" "}
      <Amount value={trade.net} />
    </li>
  );
}

function Comparison({ comparison }: { comparison: ReviewDto["comparison"] }) {
  const t = useTranslations("journal.page");
  const tFigures = useTranslations("journal.figures");
  const formats = formatsOf(useLocale());
  const show = (figure: FigureDto, name: ComparedFigure) =>
    figure.value === null ? (
      <span className="text-text-3">{explainMissing(figure.why, tFigures)}</span>
    ) : (
      formatFigure(figure.value, isWhole(name, figure.value) ? "count" : UNITS[name], formats)
    );
  return (
    <WideContent label={t("reviewTable")}>
      <table className="w-full text-xs">
        <thead>
          <tr className="text-text-3">
            <th scope="col" className="py-1 text-left font-normal">
              {t("reviewFigure")}
            </th>
            <th scope="col" className="py-1 text-right font-normal">
              {t("reviewWeek")}
            </th>
            <th scope="col" className="py-1 pl-3 text-right font-normal">
              {t("reviewBefore", { weeks: comparison.weeks })}
            </th>
          </tr>
        </thead>
        <tbody>
          {comparison.figures.map(({ name, week, before }) => (
            <tr key={name} className="border-t">
              <th scope="row" className="py-1 text-left font-normal">
                {tFigures(`names.${name}`)}
              </th>
              <td className="num py-1 text-right">{show(week, name)}</td>
              <td className="num py-1 pl-3 text-right">{show(before, name)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

/** A number of trades has decimals only as a mean. */
function isWhole(name: ComparedFigure, value: string): boolean {
  return name === "trades" && Number.isInteger(Number(value));
}
