import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { AfterExitTable } from "@/components/journal/after-exit-table";
import { CoachComments } from "@/components/journal/coach/coach-comments";
import { EntryText } from "@/components/journal/entry-text";
import { explainMissing } from "@/components/journal/explain-missing";
import { FactCard, FigureCard } from "@/components/journal/figure-card";
import { Screenshots } from "@/components/journal/screenshots";
import { TradePicture } from "@/components/journal/trade-picture";
import { ShareButton } from "@/components/share/share-button";
import { Amount } from "@/components/shell/amount";
import { DeskFrame } from "@/components/shell/desk-frame";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { WideContent } from "@/components/ui/wide-content";
import { readPageSession } from "@/lib/auth/session/read-page-session";
import { formatAge } from "@/lib/client/format";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { findCoachComments } from "@/lib/db/journal/coach-comments";
import { listPlaybooksOf } from "@/lib/db/journal/playbooks";
import { toCoachCommentDto } from "@/lib/journal/coach/to-coach-comment-dto";
import { readEntry } from "@/lib/journal/read-entry";
import { listScreenshotsOf } from "@/lib/journal/screenshots/manage-screenshots";
import { toPlaybookDto } from "@/lib/journal/to-playbook-dto";
import { type GivenTrade, linkToReplay } from "@/lib/lab/replay/given-trade";
import { AppError } from "@/lib/schemas/api-error";
import type { FigureDto, JournalEntryDetail } from "@/lib/schemas/journal-responses";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("journal.entry.meta");
  return { title: t("title"), robots: { index: false } };
}

const COLUMNS = ["time", "side", "quantity", "price", "mark", "fee", "purpose"] as const;

/** One closed trade with its chart drawn again. */
export default async function EntryPage(props: { params: Promise<{ id: string }> }) {
  const t = await getTranslations("journal.entry");
  const formats = formatsOf(await getLocale());
  const tAfter = await getTranslations("journal.afterExit");
  const tFigures = await getTranslations("journal.figures");
  const tForm = await getTranslations("journal.form");
  const tCoach = await getTranslations("journal.coach");
  const { id } = await props.params;
  const session = await readPageSession();
  if (!session) redirect(`/login?next=/journal/${encodeURIComponent(id)}`);
  const entry = await readEntry(session.userId, id).catch((error) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  const [playbooks, comments, pictures] = await Promise.all([
    listPlaybooksOf(session.userId).then((all) => all.map(toPlaybookDto)),
    findCoachComments(session.userId, { entryIds: [entry.id] }).then((all) => all.map(toCoachCommentDto)),
    listScreenshotsOf(session.userId, { entry: entry.id }),
  ]);
  return (
    <DeskFrame
      title={t("title", {
        symbol: entry.symbol,
        side: tForm(`sides.${entry.side}`),
        time: formats.minute(Date.parse(entry.closedAt)),
      })}
      current="/journal"
      aside={<Amount value={entry.net} className="text-lg" />}
    >
      <Panel
        title={t("trade")}
        note={entry.interval === "D" ? t("dailyCandles") : t("candles", { interval: entry.interval })}
      >
        <TradePicture entry={entry} />
        <ShareButton label={t("share")} request={{ kind: "trade", entryId: entry.id }} />
        <p className="text-xs">
          <a className="underline" href={linkToReplay(toGivenTrade(entry))}>
            {t("replay")}
          </a>
        </p>
      </Panel>
      <Facts entry={entry} />
      <Panel title={t("untouched")}>
        <p className="text-sm">{formatUntouched(entry, { t, tFigures, formats })}</p>
      </Panel>
      <Panel title={tAfter("title")} note={tAfter("note")}>
        <AfterExitTable rows={entry.afterExit} />
      </Panel>
      <Panel title={t("fills")} note={t("fillsNote")}>
        <FillTable fills={entry.fills} />
      </Panel>
      {comments.length > 0 && (
        <Panel title={tCoach("comments")}>
          <CoachComments comments={comments} isOwn />
        </Panel>
      )}
      <Panel title={t("notes")}>
        <PageMessages areas={["journal.form"]}>
          <EntryText entry={entry} playbooks={playbooks} />
        </PageMessages>
        <PageMessages areas={["journal.screenshots"]}>
          <Screenshots subject={{ entry: entry.id }} pictures={pictures} />
        </PageMessages>
      </Panel>
    </DeskFrame>
  );
}

function Facts({ entry }: { entry: JournalEntryDetail }) {
  const t = useTranslations("journal.entry");
  const formats = formatsOf(useLocale());
  const seen = (value: string | null): FigureDto =>
    value === null ? { value: null, why: "no_movement" } : { value, why: null };
  return (
    <dl className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
      <FactCard name={t("facts.quantity")}>{formats.price(entry.qty)}</FactCard>
      <FactCard name={t("facts.entry")}>{formats.price(entry.entryPrice)}</FactCard>
      <FactCard name={t("facts.exit")}>{formats.price(entry.exitPrice)}</FactCard>
      <FactCard name={t("facts.leverage")}>{Number(entry.leverage)}x</FactCard>
      <FactCard name={t("facts.held")}>
        {formatAge(Date.parse(entry.closedAt) - Date.parse(entry.openedAt))}
      </FactCard>
      <FigureCard metric="r" figure={entry.r} unit="ratio" />
      <FigureCard metric="plannedRr" figure={entry.plannedRewardToRisk} unit="ratio" />
      <FigureCard metric="mfe" figure={seen(entry.mfe)} unit="money" />
      <FigureCard metric="mae" figure={seen(entry.mae)} unit="money" />
      <FigureCard metric="efficiency" figure={entry.efficiency} unit="percent" />
      <FigureCard metric="gross" figure={seen(entry.gross)} unit="money" />
      <FigureCard metric="fees" figure={seen(entry.fees)} unit="money" />
      <FigureCard metric="funding" figure={seen(entry.funding)} unit="money" />
    </dl>
  );
}

function FillTable({ fills }: Pick<JournalEntryDetail, "fills">) {
  const t = useTranslations("journal.entry");
  const tTrading = useTranslations("journal.trading");
  const formats = formatsOf(useLocale());
  return (
    <WideContent label={t("fills")}>
      <table className="w-full text-xs">
        <thead>
          <tr className="text-left text-text-3">
            {COLUMNS.map((head) => (
              <th key={head} scope="col" className="py-1 pr-3 font-normal">
                {t(`columns.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fills.map((fill) => (
            <tr key={`${fill.orderId} ${fill.at} ${fill.price}`} className="border-t">
              <td className="num whitespace-nowrap py-1 pr-3">
                {formats.day(fill.at.slice(0, 19).replace("T", " "))}
              </td>
              <td className="pr-3">{tTrading(`sides.${fill.side}`)}</td>
              <td className="num pr-3">{formats.exact(fill.qty)}</td>
              <td className="num pr-3">{formats.price(fill.price)}</td>
              <td className="num pr-3">{formats.price(fill.mark)}</td>
              <td className="num pr-3">{formats.fixed(fill.fee, 2)}</td>
              <td>{tTrading(`purposes.${fill.purpose}`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function toGivenTrade(entry: JournalEntryDetail): GivenTrade {
  return {
    symbol: entry.symbol,
    side: entry.side,
    qty: Number(entry.qty),
    entryPrice: Number(entry.entryPrice),
    exitPrice: Number(entry.exitPrice),
    openedAtMs: Date.parse(entry.openedAt),
    closedAtMs: Date.parse(entry.closedAt),
    net: Number(entry.net),
  };
}

function formatUntouched(
  { untouched, gross }: JournalEntryDetail,
  texts: { t: Translate<"journal.entry">; tFigures: Translate<"journal.figures">; formats: Formats },
): string {
  const { t, tFigures, formats } = texts;
  if (untouched.why !== null) {
    return untouched.why === "no_initial_stop"
      ? t("noStop")
      : t("notComparable", { why: explainMissing(untouched.why, tFigures) });
  }
  return t(`untouchedEnd.${untouched.exit}`, {
    time: formats.minute(Date.parse(untouched.at)),
    price: formats.price(untouched.price),
    result: formats.signed(untouched.gross),
    own: formats.signed(gross),
  });
}
