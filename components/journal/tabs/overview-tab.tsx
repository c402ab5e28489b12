import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EntryTable } from "@/components/journal/entry-table";
import { FigureCard, formatFigure } from "@/components/journal/figure-card";
import { NoEntries } from "@/components/journal/no-entries";
import { WeeklyReview } from "@/components/journal/weekly-review";
import { ShareButton } from "@/components/share/share-button";
import { LinePicture } from "@/components/shell/line-picture";
import { Panel } from "@/components/shell/panel";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { formatsOf } from "@/lib/client/locale/formats-of";
import type { JournalFilter } from "@/lib/schemas/journal";
import type { JournalEntryDto, JournalMetricsDto, ReviewDto } from "@/lib/schemas/journal-responses";

/** Six figures that matter, the curves, the newest trades and the week in words. */
export function OverviewTab(props: {
  metrics: JournalMetricsDto;
  review: ReviewDto;
  entries: readonly JournalEntryDto[];
  unreviewed: number;
  filter: JournalFilter;
  /** Of the best and the worst trade of the week. */
  pictures: ReactNode;
}) {
  const t = useTranslations("journal.page");
  const { metrics, review, entries, unreviewed, filter } = props;
  const { figures } = metrics;
  return (
    <>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        <FigureCard metric="net" figure={{ value: metrics.net, why: null }} unit="money" />
        <FigureCard metric="winRate" figure={figures.winRate} unit="percent" />
        <FigureCard metric="profitFactor" figure={figures.profitFactor} unit="ratio" />
        <FigureCard metric="expectancy" figure={figures.expectancy} unit="money" />
        <FigureCard metric="averageR" figure={figures.averageR} unit="ratio" />
        <FigureCard
          metric={metrics.equity ? "maxDrawdown" : "maxDrawdownClosed"}
          figure={
            metrics.count === 0
              ? { value: null, why: "no_trades" }
              : { value: (metrics.equity ?? metrics).maxDrawdown.amount, why: null }
          }
          unit="money"
        />
      </dl>
      {unreviewed > 0 && (
        <Link
          href={`/journal${writeJournalQuery({ ...filter, tab: "trades", review: "needed" })}`}
          className="panel self-start px-3 py-2 text-sm hover:bg-hover"
        >
          {t("unreviewed", { count: unreviewed })}
        </Link>
      )}
      <Curves metrics={metrics} />
      {metrics.curve.length > 1 && (
        <ShareButton
          label={t("shareCurve")}
          request={{ kind: "curve", ...(filter.portfolioId && { portfolioId: filter.portfolioId }) }}
        />
      )}
      <Panel title={t("newest")}>
        {entries.length === 0 ? (
          <NoEntries isFiltered={Object.keys(filter).length > 0} />
        ) : (
          <EntryTable entries={entries} />
        )}
      </Panel>
      <WeeklyReview review={review} pictures={props.pictures} />
    </>
  );
}

function Curves({ metrics }: { metrics: JournalMetricsDto }) {
  const t = useTranslations("journal.page");
  const formats = formatsOf(useLocale());
  const { equity } = metrics;
  return (
    <>
      <Panel title={t("closedCurve")} note={t("closedCurveNote")}>
        <LinePicture
          label={t("closedCurveLabel", {
            net: formatFigure(metrics.net, "money", formats),
            count: metrics.count,
            drawdown: formatFigure(metrics.maxDrawdown.amount, "money", formats),
          })}
          atMs={metrics.curve.map(({ at }) => Date.parse(at))}
          lines={[
            { name: t("net"), tone: "accent", values: metrics.curve.map(({ net }) => Number(net)) },
            {
              name: t("drawdown"),
              tone: "down",
              values: metrics.curve.map(({ drawdown }) => -Number(drawdown)),
            },
          ]}
        />
      </Panel>
      {equity && (
        <Panel title={t("equityCurve")} note={t("equityCurveNote")}>
          <LinePicture
            label={t("equityCurveLabel", {
              profit: formatFigure(equity.profit, "money", formats),
              drawdown: formatFigure(equity.maxDrawdown.amount, "money", formats),
            })}
            atMs={equity.curve.map(({ at }) => Date.parse(at))}
            lines={[
              { name: t("profit"), tone: "accent", values: equity.curve.map(({ profit }) => Number(profit)) },
              {
                name: t("drawdown"),
                tone: "down",
                values: equity.curve.map(({ drawdown }) => -Number(drawdown)),
              },
            ]}
          />
        </Panel>
      )}
    </>
  );
}
