import { useTranslations } from "next-intl";
import { BandForm } from "@/components/journal/band-form";
import { BreakdownTable } from "@/components/journal/breakdown-table";
import { DistributionOfR } from "@/components/journal/distribution-of-r";
import { FactCard, FigureCard } from "@/components/journal/figure-card";
import { NoEntries } from "@/components/journal/no-entries";
import { ScatterPicture } from "@/components/journal/scatter-picture";
import { Panel } from "@/components/shell/panel";
import { BREAKDOWNS } from "@/lib/core/stats/breakdown";
import type { JournalMetricsDto } from "@/lib/schemas/journal-responses";

/** All figures, streaks, the distribution of R, the scatter of MAE and MFE, the groups, and the break-even band. */
export function StatisticsTab({ metrics, isFiltered }: { metrics: JournalMetricsDto; isFiltered: boolean }) {
  const t = useTranslations("journal.page");
  if (metrics.count === 0) {
    return (
      <Panel title={t("more")}>
        <NoEntries isFiltered={isFiltered} />
      </Panel>
    );
  }
  return (
    <>
      <Figures metrics={metrics} />
      <div className="grid gap-4 md:grid-cols-2">
        <Panel title={t("rDistribution")} note={t("rDistributionNote")}>
          <DistributionOfR buckets={metrics.rDistribution} />
        </Panel>
        <Panel title={t("scatter")} note={t("scatterNote")}>
          <ScatterPicture points={metrics.excursions} lacking={metrics.unmeasuredExcursions} />
        </Panel>
      </div>
      <Panel title={t("breakdowns")} note={t("breakdownsNote")}>
        <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
          {BREAKDOWNS.map((by) => {
            const buckets = metrics.breakdowns[by] ?? [];
            return buckets.length > 0 && <BreakdownTable key={by} by={by} buckets={buckets} />;
          })}
        </div>
      </Panel>
      <Panel title={t("band")}>
        <BandForm band={metrics.breakEvenBand} />
      </Panel>
    </>
  );
}

function Figures({ metrics }: { metrics: JournalMetricsDto }) {
  const t = useTranslations("journal.page");
  const { figures, equity } = metrics;
  return (
    <Panel title={t("more")}>
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
        <FigureCard
          metric="trades"
          figure={{ value: String(metrics.count), why: null }}
          unit="count"
          note={t("outcomes", {
            wins: String(metrics.wins),
            losses: String(metrics.losses),
            breakEvens: String(metrics.breakEvens),
          })}
        />
        <FactCard name={t("winStreak")}>{metrics.longestWinStreak}</FactCard>
        <FactCard name={t("lossStreak")}>{metrics.longestLossStreak}</FactCard>
        <FactCard name={t("currentStreak")}>
          {t(metrics.currentStreak < 0 ? "streakLost" : "streakWon", {
            count: String(Math.abs(metrics.currentStreak)),
          })}
        </FactCard>
        <FigureCard metric="payoff" figure={figures.payoff} unit="ratio" />
        <FigureCard metric="expectancyRatio" figure={figures.expectancyRatio} unit="ratio" />
        <FigureCard metric="averageWin" figure={figures.averageWin} unit="money" />
        <FigureCard metric="averageLoss" figure={figures.averageLoss} unit="money" />
        <FigureCard
          metric="sqn"
          figure={figures.sqn}
          unit="ratio"
          note={metrics.isSqnProvisional ? t("provisional") : undefined}
        />
        <FigureCard metric="recovery" figure={(equity?.figures ?? figures).recovery} unit="ratio" />
        {equity && (
          <>
            <FigureCard metric="sharpe" figure={equity.figures.sharpe} unit="ratio" />
            <FigureCard metric="sortino" figure={equity.figures.sortino} unit="ratio" />
            <FigureCard metric="cagr" figure={equity.figures.cagr} unit="percent" />
            <FigureCard metric="calmar" figure={equity.figures.calmar} unit="ratio" />
            <FigureCard
              metric="maxDrawdownFraction"
              figure={{ value: equity.maxDrawdown.fraction, why: null }}
              unit="percent"
            />
          </>
        )}
        <FigureCard metric="bestDayShare" figure={figures.bestDayShare} unit="percent" />
        <FigureCard metric="kelly" figure={figures.kelly} unit="percent" />
        <FigureCard metric="fees" figure={{ value: metrics.fees, why: null }} unit="money" />
        <FigureCard metric="funding" figure={{ value: metrics.funding, why: null }} unit="money" />
      </dl>
    </Panel>
  );
}
