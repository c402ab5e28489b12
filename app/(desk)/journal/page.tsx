import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { BreakdownTable } from "@/components/journal/breakdown-table";
import { EntryFilter } from "@/components/journal/entry-filter";
import { EntryTable } from "@/components/journal/entry-table";
import { FigureCard } from "@/components/journal/figure-card";
import { FIGURE_DEFINITIONS } from "@/components/journal/figure-definitions";
import { JournalHeatmap } from "@/components/journal/journal-heatmap";
import { ShareButton } from "@/components/share/share-button";
import { DeskFrame } from "@/components/shell/desk-frame";
import { Panel } from "@/components/shell/panel";
import { LinePicture } from "@/components/terminal/chart/line-picture";
import { buttonVariants } from "@/components/ui/button";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { writeJournalQuery } from "@/lib/client/api/journal-query";
import { nameDay } from "@/lib/core/time-zone";
import { findEntryFacets } from "@/lib/db/journal/journal";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { findZone } from "@/lib/journal/find-zone";
import { listEntries } from "@/lib/journal/list-entries";
import { measureJournal } from "@/lib/journal/measure-journal";
import { reviewJournal } from "@/lib/journal/review-journal";
import { readJournalFilter } from "@/lib/schemas/journal";

export const metadata: Metadata = { title: "Journal", robots: { index: false } };

const BREAKDOWN_NAMES = {
  symbol: "By symbol",
  side: "By side",
  weekday: "By weekday of the entry",
  hour: "By hour of the entry",
  duration: "By holding time",
  exit: "By exit",
  setup: "By setup",
  tag: "By tag",
} as const;

/** The trader's closed trades: calendar, figures, curve, table, breakdowns. The filter is in the URL. */
export default async function JournalPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
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
  const [year, page, metrics, review, facets] = await Promise.all([
    buildHeatmap(userId, { year: Number(month.slice(0, 4)), zone }),
    listEntries(userId, { ...filter, limit: 50, cursor, zone }),
    measureJournal(userId, { ...filter, band: "0", zone }),
    reviewJournal(userId, { week: findMonday(today), zone }),
    findEntryFacets(userId),
  ]);
  const { figures } = metrics;
  const shown = year.months.find((one) => one.month === month);
  const lastDay = shown?.weeks.flatMap(({ days }) => days).findLast(({ closed }) => closed > 0)?.day;
  return (
    <DeskFrame
      title="Journal"
      current="/journal"
      aside={
        <>
          <a
            href={`/api/journal/export.csv${query}`}
            className={buttonVariants({ variant: "outline", size: "md" })}
          >
            CSV
          </a>
          <a
            href={`/api/journal/export.json${query}`}
            className={buttonVariants({ variant: "outline", size: "md" })}
          >
            JSON
          </a>
        </>
      }
    >
      <Panel title="Calendar">
        <JournalHeatmap
          year={year}
          month={month}
          linkTo={(to) => `/journal${writeJournalQuery({ ...filter, month: to })}`}
        />
        {lastDay && (
          <ShareButton key={lastDay} label={`Share ${lastDay}`} request={{ kind: "day", day: lastDay }} />
        )}
      </Panel>
      {facets.symbols.length > 0 && (
        <Panel title="Filter" note={`For the figures, the table and the exports. Days in ${zone}`}>
          <EntryFilter filter={filter} facets={facets} month={asked} />
        </Panel>
      )}
      <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        <FigureCard
          name="Net"
          definition={FIGURE_DEFINITIONS.net}
          figure={{ value: metrics.net, why: null }}
          unit="money"
        />
        <FigureCard
          name="Win rate"
          definition={FIGURE_DEFINITIONS.winRate}
          figure={figures.winRate}
          unit="percent"
        />
        <FigureCard
          name="Profit factor"
          definition={FIGURE_DEFINITIONS.profitFactor}
          figure={figures.profitFactor}
          unit="ratio"
        />
        <FigureCard
          name="Expectancy of a trade"
          definition={FIGURE_DEFINITIONS.expectancy}
          figure={figures.expectancy}
          unit="money"
        />
        <FigureCard
          name="Average R"
          definition={FIGURE_DEFINITIONS.averageR}
          figure={figures.averageR}
          unit="ratio"
        />
        <FigureCard
          name={metrics.equity ? "Max drawdown" : "Max drawdown, closed"}
          definition={metrics.equity ? FIGURE_DEFINITIONS.maxDrawdown : FIGURE_DEFINITIONS.maxDrawdownClosed}
          figure={
            metrics.count === 0
              ? { value: null, why: "no_trades" }
              : { value: (metrics.equity ?? metrics).maxDrawdown.amount, why: null }
          }
          unit="money"
        />
      </dl>
      <Panel title="Closed profit and drawdown" note="Net of fees and funding, trade by trade">
        <LinePicture
          label={`Net ${metrics.net} over ${metrics.count} trades, largest fall ${metrics.maxDrawdown.amount}`}
          atMs={metrics.curve.map(({ at }) => Date.parse(at))}
          lines={[
            { name: "Net", tone: "accent", values: metrics.curve.map(({ net }) => Number(net)) },
            {
              name: "Drawdown",
              tone: "down",
              values: metrics.curve.map(({ drawdown }) => -Number(drawdown)),
            },
          ]}
        />
      </Panel>
      {metrics.equity && (
        <Panel
          title="Equity and drawdown"
          note="Open profit included, at every quarter of an hour and every booking"
        >
          <LinePicture
            label={`Profit ${metrics.equity.profit} with open positions, largest fall ${metrics.equity.maxDrawdown.amount}`}
            atMs={metrics.equity.curve.map(({ at }) => Date.parse(at))}
            lines={[
              {
                name: "Profit",
                tone: "accent",
                values: metrics.equity.curve.map(({ profit }) => Number(profit)),
              },
              {
                name: "Drawdown",
                tone: "down",
                values: metrics.equity.curve.map(({ drawdown }) => -Number(drawdown)),
              },
            ]}
          />
        </Panel>
      )}
      <Panel title="Closed trades">
        {page.entries.length === 0 && facets.symbols.length > 0 ? (
          <p className="py-6 text-center text-sm text-text-2">No closed trade matches this filter.</p>
        ) : page.entries.length === 0 ? (
          <p className="py-6 text-center text-text-2 text-sm">
            Every trade that you close is written here by itself.{" "}
            <Link href="/terminal/BTCUSDT" className="text-accent underline">
              Open the terminal
            </Link>{" "}
            to make the first.
          </p>
        ) : (
          <EntryTable entries={page.entries} />
        )}
        {page.limitedToDays !== null && (
          <p className="text-text-3 text-xs">A free account shows the last {page.limitedToDays} days.</p>
        )}
        {page.nextCursor && (
          <Link
            href={`/journal${writeJournalQuery({ ...filter, month: asked, cursor: page.nextCursor })}`}
            className="text-accent text-xs"
          >
            Older trades
          </Link>
        )}
      </Panel>
      <Panel title="This week in words" note={`From ${review.week}, ${review.zone}`}>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          {review.sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Panel>
      {metrics.count > 0 && (
        <Panel title="More figures">
          <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-5">
            <FigureCard
              name="Payoff ratio"
              definition={FIGURE_DEFINITIONS.payoff}
              figure={figures.payoff}
              unit="ratio"
            />
            <FigureCard
              name="Expectancy ratio"
              definition={FIGURE_DEFINITIONS.expectancyRatio}
              figure={figures.expectancyRatio}
              unit="ratio"
            />
            <FigureCard
              name="Average win"
              definition={FIGURE_DEFINITIONS.averageWin}
              figure={figures.averageWin}
              unit="money"
            />
            <FigureCard
              name="Average loss"
              definition={FIGURE_DEFINITIONS.averageLoss}
              figure={figures.averageLoss}
              unit="money"
            />
            <FigureCard
              name="SQN"
              definition={FIGURE_DEFINITIONS.sqn}
              figure={figures.sqn}
              unit="ratio"
              note={metrics.isSqnProvisional ? "provisional below 30 trades" : undefined}
            />
            <FigureCard
              name="Recovery factor"
              definition={FIGURE_DEFINITIONS.recovery}
              figure={(metrics.equity?.figures ?? figures).recovery}
              unit="ratio"
            />
            {metrics.equity && (
              <>
                <FigureCard
                  name="Sharpe, yearly"
                  definition={FIGURE_DEFINITIONS.sharpe}
                  figure={metrics.equity.figures.sharpe}
                  unit="ratio"
                />
                <FigureCard
                  name="Sortino, yearly"
                  definition={FIGURE_DEFINITIONS.sortino}
                  figure={metrics.equity.figures.sortino}
                  unit="ratio"
                />
                <FigureCard
                  name="Growth of a year"
                  definition={FIGURE_DEFINITIONS.cagr}
                  figure={metrics.equity.figures.cagr}
                  unit="percent"
                />
                <FigureCard
                  name="Calmar"
                  definition={FIGURE_DEFINITIONS.calmar}
                  figure={metrics.equity.figures.calmar}
                  unit="ratio"
                />
                <FigureCard
                  name="Max drawdown of the peak"
                  definition={FIGURE_DEFINITIONS.maxDrawdownFraction}
                  figure={{ value: metrics.equity.maxDrawdown.fraction, why: null }}
                  unit="percent"
                />
              </>
            )}
            <FigureCard
              name="Best day's share"
              definition={FIGURE_DEFINITIONS.bestDayShare}
              figure={figures.bestDayShare}
              unit="percent"
            />
            <FigureCard
              name="Kelly (never advice)"
              definition={FIGURE_DEFINITIONS.kelly}
              figure={figures.kelly}
              unit="percent"
            />
            <FigureCard
              name="Fees"
              definition={FIGURE_DEFINITIONS.fees}
              figure={{ value: metrics.fees, why: null }}
              unit="money"
            />
            <FigureCard
              name="Funding paid"
              definition={FIGURE_DEFINITIONS.funding}
              figure={{ value: metrics.funding, why: null }}
              unit="money"
            />
          </dl>
        </Panel>
      )}
      {metrics.count > 0 && (
        <Panel title="Breakdowns" note="Kinds with fewer than five trades are greyed">
          <div className="grid gap-x-8 gap-y-5 md:grid-cols-2">
            {Object.entries(BREAKDOWN_NAMES).map(([key, name]) => {
              const buckets = metrics.breakdowns[key] ?? [];
              return buckets.length > 0 && <BreakdownTable key={key} name={name} buckets={buckets} />;
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
