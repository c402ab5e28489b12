import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Lock } from "@/components/icons/lucide";
import { BreakdownTable } from "@/components/journal/breakdown-table";
import { EntryFilter } from "@/components/journal/entry-filter";
import { EntryTable } from "@/components/journal/entry-table";
import { FigureCard, formatFigure } from "@/components/journal/figure-card";
import { JournalHeatmap } from "@/components/journal/journal-heatmap";
import { ShareButton } from "@/components/share/share-button";
import { DeskFrame } from "@/components/shell/desk-frame";
import { LinePicture } from "@/components/shell/line-picture";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { BREAKDOWNS } from "@/lib/core/stats/breakdown";
import { nameDay } from "@/lib/core/time-zone";
import { findEntryFacets } from "@/lib/db/journal/journal";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { findZone } from "@/lib/journal/find-zone";
import { listEntries } from "@/lib/journal/list-entries";
import { measureJournal } from "@/lib/journal/measure-journal";
import { reviewJournal } from "@/lib/journal/review-journal";
import { readJournalFilter } from "@/lib/schemas/journal";
import { ENTITLEMENTS } from "@/lib/schemas/products";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("journal.page");
  return { title: t("title"), robots: { index: false } };
}

/** The trader's closed trades: calendar, figures, curve, table, breakdowns. The filter is in the URL. */
export default async function JournalPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("journal.page");
  const session = await readPageSession();
  if (!session) redirect("/login?next=/journal");
  const params = await props.searchParams;
  const { userId } = session;
  const zone = await findZone(userId, undefined);
  const today = nameDay(Date.now(), zone);
  const asked = /^20\d{2}-(0[1-9]|1[0-2])$/.test(String(params.month)) ? String(params.month) : undefined;
  const month = asked ?? today.slice(0, 7);
  const cursor = typeof params.cursor === "string" ? params.cursor : undefined;
  const filter = readJournalFilter(params);
  const query = writeJournalQuery(filter);
  const [year, page, metrics, review, facets, tier] = await Promise.all([
    buildHeatmap(userId, { year: Number(month.slice(0, 4)), portfolioId: filter.portfolioId, zone }),
    listEntries(userId, { ...filter, limit: 50, cursor, zone }),
    measureJournal(userId, { ...filter, band: "0", zone }),
    reviewJournal(userId, { week: findMonday(today), portfolioId: filter.portfolioId, zone }),
    findEntryFacets(userId),
    findUserTier(userId),
  ]);
  const { figures } = metrics;
  const shown = year.months.find((one) => one.month === month);
  const lastDay = shown?.weeks.flatMap(({ days }) => days).findLast(({ closed }) => closed > 0)?.day;
  return (
    <DeskFrame
      title={t("title")}
      current="/journal"
      aside={
        ENTITLEMENTS[tier].exports ? (
          <>
            <a
              href={`/api/journal/export.csv${query}`}
              className={buttonVariants({ variant: "outline", size: "md" })}
            >
              {t("csv")}
            </a>
            <a
              href={`/api/journal/export.json${query}`}
              className={buttonVariants({ variant: "outline", size: "md" })}
            >
              {t("json")}
            </a>
          </>
        ) : (
          <Link href="/pricing" className={buttonVariants({ variant: "outline", size: "md" })}>
            <Lock aria-hidden className="size-3.5" />
            {t("exportsInPro")}
          </Link>
        )
      }
    >
      <Panel title={t("calendar")}>
        <JournalHeatmap
          year={year}
          month={month}
          linkTo={(to) => `/journal${writeJournalQuery({ ...filter, month: to })}`}
        />
        {lastDay && (
          <ShareButton
            key={lastDay}
            label={t("share", { day: lastDay })}
            request={{ kind: "day", day: lastDay }}
          />
        )}
      </Panel>
      {facets.symbols.length > 0 && (
        <Panel title={t("filter")} note={t("filterNote", { zone })}>
          <PageMessages areas={["journal.form"]}>
            <EntryFilter filter={filter} facets={facets} month={asked} />
          </PageMessages>
        </Panel>
      )}
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
      <Panel title={t("closedCurve")} note={t("closedCurveNote")}>
        <LinePicture
          label={t("closedCurveLabel", {
            net: formatFigure(metrics.net, "money"),
            count: metrics.count,
            drawdown: formatFigure(metrics.maxDrawdown.amount, "money"),
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
      {metrics.equity && (
        <Panel title={t("equityCurve")} note={t("equityCurveNote")}>
          <LinePicture
            label={t("equityCurveLabel", {
              profit: formatFigure(metrics.equity.profit, "money"),
              drawdown: formatFigure(metrics.equity.maxDrawdown.amount, "money"),
            })}
            atMs={metrics.equity.curve.map(({ at }) => Date.parse(at))}
            lines={[
              {
                name: t("profit"),
                tone: "accent",
                values: metrics.equity.curve.map(({ profit }) => Number(profit)),
              },
              {
                name: t("drawdown"),
                tone: "down",
                values: metrics.equity.curve.map(({ drawdown }) => -Number(drawdown)),
              },
            ]}
          />
        </Panel>
      )}
      <Panel title={t("trades")}>
        {page.entries.length === 0 && facets.symbols.length > 0 ? (
          <p className="py-6 text-center text-sm text-text-2">{t("noMatch")}</p>
        ) : page.entries.length === 0 ? (
          <p className="py-6 text-center text-text-2 text-sm">
            {t.rich("empty", {
              link: (chunks) => (
                <Link href="/terminal/BTCUSDT" className="text-accent underline">
                  {chunks}
                </Link>
              ),
            })}
          </p>
        ) : (
          <EntryTable entries={page.entries} />
        )}
        {page.limitedToDays !== null && (
          <p className="text-text-3 text-xs">{t("limited", { days: String(page.limitedToDays) })}</p>
        )}
        {page.nextCursor && (
          <Link
            href={`/journal${writeJournalQuery({ ...filter, month: asked, cursor: page.nextCursor })}`}
            className="text-accent text-xs"
          >
            {t("older")}
          </Link>
        )}
      </Panel>
      <Panel title={t("review")} note={t("reviewNote", { week: review.week, zone: review.zone })}>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {review.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      {metrics.count > 0 && (
        <Panel title={t("more")}>
          <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
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
            <FigureCard
              metric="recovery"
              figure={(metrics.equity?.figures ?? figures).recovery}
              unit="ratio"
            />
            {metrics.equity && (
              <>
                <FigureCard metric="sharpe" figure={metrics.equity.figures.sharpe} unit="ratio" />
                <FigureCard metric="sortino" figure={metrics.equity.figures.sortino} unit="ratio" />
                <FigureCard metric="cagr" figure={metrics.equity.figures.cagr} unit="percent" />
                <FigureCard metric="calmar" figure={metrics.equity.figures.calmar} unit="ratio" />
                <FigureCard
                  metric="maxDrawdownFraction"
                  figure={{ value: metrics.equity.maxDrawdown.fraction, why: null }}
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
      )}
      {metrics.count > 0 && (
        <Panel title={t("breakdowns")} note={t("breakdownsNote")}>
          <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
            {BREAKDOWNS.map((by) => {
              const buckets = metrics.breakdowns[by] ?? [];
              return buckets.length > 0 && <BreakdownTable key={by} by={by} buckets={buckets} />;
            })}
          </div>
        </Panel>
      )}
    </DeskFrame>
  );
}

function findMonday(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
