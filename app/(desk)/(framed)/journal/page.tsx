import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { Lock } from "@/components/icons/later-icons";
import { EntryFilter } from "@/components/journal/entry-filter";
import { PlaybooksTab } from "@/components/journal/playbooks/playbooks-tab";
import { CalendarTab } from "@/components/journal/tabs/calendar-tab";
import { JournalTabs } from "@/components/journal/tabs/journal-tabs";
import { OverviewTab } from "@/components/journal/tabs/overview-tab";
import { ReplaysTab } from "@/components/journal/tabs/replays-tab";
import { StatisticsTab } from "@/components/journal/tabs/statistics-tab";
import { TradesTab } from "@/components/journal/tabs/trades-tab";
import { TradePicture } from "@/components/journal/trade-picture";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { PrintButton } from "@/components/shell/print-button";
import { buttonVariants } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { nameDay } from "@/lib/core/time-zone";
import { findCoachComments } from "@/lib/db/journal/coach-comments";
import { findDayNote, findNotedDays } from "@/lib/db/journal/day-notes";
import { countUnreviewed, findEntryFacets } from "@/lib/db/journal/journal";
import { listPlaybooksOf } from "@/lib/db/journal/playbooks";
import { findUserTier } from "@/lib/db/queries/entitlements";
import { buildHeatmap } from "@/lib/journal/build-heatmap";
import { toCoachCommentDto } from "@/lib/journal/coach/to-coach-comment-dto";
import { findZone } from "@/lib/journal/find-zone";
import { listEntries } from "@/lib/journal/list-entries";
import { measureJournal } from "@/lib/journal/measure-journal";
import { readEntry } from "@/lib/journal/read-entry";
import { reviewJournal } from "@/lib/journal/review-journal";
import { listScreenshotsOf } from "@/lib/journal/screenshots/manage-screenshots";
import { selectEntries } from "@/lib/journal/select-entries";
import { toPlaybookDto } from "@/lib/journal/to-playbook-dto";
import {
  type JournalFilter,
  type JournalView,
  readJournalFilter,
  readJournalView,
} from "@/lib/schemas/journal";
import { ENTITLEMENTS } from "@/lib/schemas/products";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("journal.page");
  return { title: t("title"), robots: { index: false } };
}

/** What every part of the journal is made for. */
type Shown = { userId: string; zone: string; today: string; filter: JournalFilter; view: JournalView };

/** The trader's closed trades in six parts. Filter and view are in the URL; a part loads only its own data. */
export default async function JournalPage(props: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const t = await getTranslations("journal.page");
  const session = await readPageSession();
  if (!session) redirect("/login?next=/journal");
  const params = await props.searchParams;
  const { userId } = session;
  const zone = await findZone(userId, undefined);
  const [filter, view] = [readJournalFilter(params), readJournalView(params)];
  const [facets, tier] = await Promise.all([findEntryFacets(userId), findUserTier(userId)]);
  const shown: Shown = { userId, zone, today: nameDay(Date.now(), zone), filter, view };
  const formats = formatsOf(await getLocale());
  const { tab = "overview" } = view;
  return (
    <DeskFrame
      title={t("title")}
      current="/journal"
      aside={
        <>
          <Link href="/imports" className={buttonVariants({ variant: "outline", size: "md" })}>
            {t("imports")}
          </Link>
          <PrintButton label={t("print")} />
          <Exports isAllowed={ENTITLEMENTS[tier].exports} query={writeJournalQuery(filter)} />
        </>
      }
    >
      <JournalTabs
        current={tab}
        linkTo={(to) => `/journal${writeJournalQuery({ ...filter, ...view, tab: to })}`}
      />
      {facets.symbols.length > 0 && tab !== "replays" && (
        <Panel title={t("filter")} note={t("filterNote", { zone })} className="print:hidden">
          <PageMessages areas={["journal.form"]}>
            <EntryFilter filter={filter} facets={facets} view={view} />
          </PageMessages>
        </Panel>
      )}
      {ENTITLEMENTS[tier].journalDays !== null && tab !== "replays" && (
        <p className="text-text-2 text-xs print:hidden">
          {t("daysOfTier", { days: ENTITLEMENTS[tier].journalDays })}{" "}
          <Link href="/pricing" className="text-accent underline">
            {t("wholeJournal")}
          </Link>
        </p>
      )}
      <p className="hidden text-text-2 print:block">
        {t("period", {
          from: formats.day(filter.from ?? "none"),
          to: formats.day(filter.to ?? "none"),
          zone,
        })}
      </p>
      {tab === "overview" && (
        <Suspense fallback={<Skeleton className="h-96" />}>
          <Overview {...shown} />
        </Suspense>
      )}
      {tab === "trades" && (
        <Trades {...shown} cursor={typeof params.cursor === "string" ? params.cursor : undefined} />
      )}
      {tab === "calendar" && <Calendar {...shown} />}
      {tab === "statistics" && (
        <Suspense fallback={<Skeleton className="h-96" />}>
          <Statistics {...shown} />
        </Suspense>
      )}
      {tab === "playbooks" && <Playbooks {...shown} />}
      {tab === "replays" && (
        <PageMessages areas={["journal.replays"]}>
          <ReplaysTab />
        </PageMessages>
      )}
    </DeskFrame>
  );
}

function Exports({ isAllowed, query }: { isAllowed: boolean; query: string }) {
  const t = useTranslations("journal.page");
  const look = buttonVariants({ variant: "outline", size: "md", className: "print:hidden" });
  if (!isAllowed) {
    return (
      <Link href="/pricing" className={look}>
        <Lock aria-hidden className="size-3.5" />
        {t("exportsInPro")}
      </Link>
    );
  }
  return (
    <>
      <a href={`/api/journal/export.csv${query}`} className={look}>
        {t("csv")}
      </a>
      <a href={`/api/journal/export.json${query}`} className={look}>
        {t("json")}
      </a>
      <a href={`/api/journal/report.pdf${query}`} className={look}>
        {t("pdf")}
      </a>
    </>
  );
}

async function Overview({ userId, zone, today, filter }: Shown) {
  const [metrics, review, page, unreviewed] = await Promise.all([
    measureJournal(userId, { ...filter, zone }),
    reviewJournal(
      userId,
      { week: findMonday(today), portfolioId: filter.portfolioId, zone },
      await getLocale(),
    ),
    listEntries(userId, { ...filter, limit: 10, zone }),
    selectEntries(userId, filter, zone).then(countUnreviewed),
  ]);
  return (
    <OverviewTab
      metrics={metrics}
      review={review}
      entries={page.entries}
      unreviewed={unreviewed}
      filter={filter}
      pictures={
        <Suspense>
          <ReviewPictures userId={userId} trades={[review.best, review.worst]} />
        </Suspense>
      }
    />
  );
}

/** The charts of the week's best and worst trade, which follow the page: their candles may be the venue's. */
async function ReviewPictures(props: { userId: string; trades: readonly ({ id: string } | null)[] }) {
  const tForm = await getTranslations("journal.form");
  const ids = props.trades.flatMap((trade) => (trade === null ? [] : [trade.id]));
  const found = await Promise.all(ids.map((id) => readEntry(props.userId, id).catch(() => null)));
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      {found.map(
        (entry) =>
          entry && (
            <figure key={entry.id} className="flex min-w-0 flex-col gap-1">
              <figcaption className="text-text-2 text-xs">
                {entry.symbol} {tForm(`sides.${entry.side}`)}
              </figcaption>
              <TradePicture entry={entry} />
            </figure>
          ),
      )}
    </div>
  );
}

async function Trades({ userId, zone, filter, view, cursor }: Shown & { cursor?: string }) {
  const { sort, order } = view;
  const page = await listEntries(userId, { ...filter, sort, order, limit: 50, cursor, zone });
  return <TradesTab page={page} filter={filter} view={view} />;
}

async function Calendar({ userId, zone, today, filter, view }: Shown) {
  const month = view.month ?? view.day?.slice(0, 7) ?? today.slice(0, 7);
  const { day } = view;
  const number = Number(month.slice(0, 4));
  const [year, notedDays, note, page, comments, pictures] = await Promise.all([
    buildHeatmap(userId, { year: number, filter, zone }),
    findNotedDays(userId, number),
    day === undefined ? "" : findDayNote(userId, day),
    day === undefined ? null : listEntries(userId, { ...filter, from: day, to: day, limit: 200, zone }),
    day === undefined ? [] : findCoachComments(userId, { days: [day] }),
    day === undefined ? [] : listScreenshotsOf(userId, { day }),
  ]);
  const entries = page?.entries ?? [];
  return (
    <PageMessages areas={["journal.dayNote", "journal.screenshots"]}>
      <CalendarTab
        year={year}
        month={month}
        day={day}
        entries={entries}
        note={note}
        comments={comments.map(toCoachCommentDto)}
        pictures={pictures}
        notedDays={notedDays}
        filter={filter}
        view={view}
      />
    </PageMessages>
  );
}

async function Statistics({ userId, zone, filter }: Shown) {
  const metrics = await measureJournal(userId, { ...filter, zone });
  return (
    <PageMessages areas={["journal.band"]}>
      <StatisticsTab metrics={metrics} isFiltered={Object.keys(filter).length > 0} />
    </PageMessages>
  );
}

async function Playbooks({ userId, zone, filter }: Shown) {
  const [metrics, playbooks] = await Promise.all([
    measureJournal(userId, { ...filter, zone }),
    listPlaybooksOf(userId),
  ]);
  return (
    <PageMessages areas={["journal.playbooks"]}>
      <PlaybooksTab rows={metrics.playbooks} playbooks={playbooks.map(toPlaybookDto)} filter={filter} />
    </PageMessages>
  );
}

function findMonday(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}
