"use client";

import { useTranslations } from "next-intl";
import { Fragment } from "react";
import { Cell, type Column } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { TONE_CLASS } from "@/components/terminal/notifications/tone-class";
import { useEventText } from "@/components/terminal/notifications/use-event-text";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { formatClock, formatMinute } from "@/lib/client/format";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "number", isNumber: true },
  { name: "time" },
  { name: "event", isTitle: true },
  { name: "details" },
] as const satisfies readonly Column[];

/** The portfolio's events as text, newest first. */
export function EventsTable() {
  const t = useTranslations("terminal.account");
  const formatEvent = useEventText();
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const list = usePagedList("events", portfolioId);
  const events = list.pages?.flatMap((page) => page.events) ?? [];
  return (
    <PagedTable
      label={t("events")}
      columns={COLUMNS}
      list={list}
      count={events.length}
      empty={<EmptyTable title={t("noEvents")}>{t("noEventsText")}</EmptyTable>}
    >
      {events.map((event, index) => {
        const { title, detail, tone } = formatEvent(event);
        const atMs = Date.parse(event.at);
        return (
          <Fragment key={event.seq}>
            <tr className="border-t hover:bg-hover">
              <Cell isNumber tone="text-text-3">
                {event.seq}
              </Cell>
              <Cell tone="num text-text-3">
                {formatMinute(atMs).slice(0, 10)} {formatClock(atMs)}
              </Cell>
              <Cell tone={TONE_CLASS[tone]}>{title}</Cell>
              <Cell tone="text-text-3">{detail}</Cell>
            </tr>
            <InternalEvents newer={event.seq} older={events[index + 1]?.seq} />
          </Fragment>
        );
      })}
    </PagedTable>
  );
}

/** A line for the numbers between two events: the log has an entry for each, which is not shown. */
function InternalEvents({ newer, older }: { newer: number; older: number | undefined }) {
  const t = useTranslations("terminal.account");
  const count = older === undefined ? 0 : newer - older - 1;
  if (older === undefined || count === 0) return null;
  const numbers = count === 1 ? String(newer - 1) : `${older + 1}–${newer - 1}`;
  return (
    <tr className="border-t text-text-3">
      <Cell isNumber>{numbers}</Cell>
      <Cell>{null}</Cell>
      <Cell>{t("internalEvents", { count })}</Cell>
      <Cell>{t("internalEventsText")}</Cell>
    </tr>
  );
}
