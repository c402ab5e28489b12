import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { CoachComments } from "@/components/journal/coach/coach-comments";
import { CommentForm } from "@/components/journal/coach/comment-form";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { PageMessages } from "@/components/shell/page-messages";
import { Panel } from "@/components/shell/panel";
import { buttonVariants } from "@/components/ui/button";
import { formatsOf } from "@/lib/client/locale/formats-of";
import { findCoach } from "@/lib/journal/coach/find-coach";
import { type CoachDay, readCoachJournal } from "@/lib/journal/coach/read-coach-journal";
import { AppError } from "@/lib/schemas/api-error";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

type Props = {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("journal.coach");
  return { title: t("meta"), robots: { index: false }, referrer: "no-referrer" };
}

/** A trader's journal for a coach: days and trades with their notes, and comments on them. */
export default async function CoachPage({ params, searchParams }: Props) {
  const t = await getTranslations("journal.coach");
  const { token } = await params;
  const { cursor } = await searchParams;
  const link = await findCoach(token);
  if (link === null) notFound();
  const journal = await readCoachJournal(link, typeof cursor === "string" ? cursor : undefined).catch(
    (error) => {
      if (error instanceof AppError && error.code === "bad_request") notFound();
      throw error;
    },
  );
  return (
    <div className="mx-auto flex w-full max-w-3xl flex-col gap-4 py-8">
      <h1 className="font-semibold text-xl">{t("title", { name: link.user.displayName })}</h1>
      <p className="text-sm text-text-2">{t("as", { coach: link.name, zone: journal.zone })}</p>
      {journal.days.length === 0 && <p className="panel p-4 text-text-2">{t("empty")}</p>}
      <PageMessages areas={["journal.coach"]}>
        {journal.days.map((day) => (
          <Day key={day.day} day={day} token={token} />
        ))}
      </PageMessages>
      {journal.nextCursor && (
        <Link
          href={`/coach/${token}?cursor=${encodeURIComponent(journal.nextCursor)}`}
          prefetch={false}
          className={buttonVariants({ variant: "outline", size: "md", className: "self-start" })}
        >
          {t("older")}
        </Link>
      )}
    </div>
  );
}

function Day({ day: { day, net, note, comments, trades }, token }: { day: CoachDay; token: string }) {
  const t = useTranslations("journal.coach");
  const formats = formatsOf(useLocale());
  return (
    <Panel title={t("day", { day: formats.day(day) })} note={<DayNet net={net} />}>
      <div className="flex flex-col gap-3">
        {note && (
          <div className="text-sm">
            <p className="text-text-3 text-xs">{t("note")}</p>
            <p className="whitespace-pre-line break-words">{note}</p>
          </div>
        )}
        <CoachComments comments={comments} />
        <CommentForm token={token} on={{ day }} />
        <ul className="divide-y border-t">
          {trades.map(({ entry, comments: onTrade }) => (
            <li key={entry.id} className="flex flex-col gap-2 py-3">
              <Trade entry={entry} />
              <CoachComments comments={onTrade} />
              <CommentForm token={token} on={{ entryId: entry.id }} />
            </li>
          ))}
        </ul>
      </div>
    </Panel>
  );
}

function DayNet({ net }: { net: string }) {
  const t = useTranslations("journal.coach");
  return (
    <>
      {t("dayNet")} <Amount value={net} />
    </>
  );
}

function Trade({ entry }: { entry: JournalEntryDto }) {
  const t = useTranslations("journal.coach");
  const formats = formatsOf(useLocale());
  const tForm = useTranslations("journal.form");
  const tPage = useTranslations("journal.page");
  const price = (value: string) => formats.price(value);
  const facts = [
    t("prices", { entry: price(entry.entryPrice), exit: price(entry.exitPrice), qty: price(entry.qty) }),
    entry.r.value !== null && tPage("ratioR", { r: formatFigure(entry.r.value, "ratio", formats) }),
    tForm(`exits.${entry.exitReason}`),
    entry.setup && t("setup", { setup: entry.setup }),
    entry.tags.length > 0 && t("tags", { tags: entry.tags.join(", ") }),
    entry.mistakes.length > 0 && t("mistakes", { mistakes: entry.mistakes.join(", ") }),
    entry.rating !== null && t("rating", { rating: String(entry.rating) }),
  ].filter((fact) => typeof fact === "string" && fact !== "");
  return (
    <div className="text-sm">
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="num text-text-3 text-xs">
          {t("closed", { time: formats.minute(Date.parse(entry.closedAt)) })}
        </span>
        <span className="font-medium">
          {entry.symbol} {tForm(`sides.${entry.side}`)}
        </span>
        <Amount value={entry.net} />
      </p>
      <p className="text-text-2 text-xs">{facts.join(" · ")}</p>
      {entry.notes && <p className="mt-1 whitespace-pre-line break-words">{entry.notes}</p>}
    </div>
  );
}
