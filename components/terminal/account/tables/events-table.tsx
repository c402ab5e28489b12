"use client";

import { useTranslations } from "next-intl";
import { Cell, type Column } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { TONE_CLASS } from "@/components/terminal/news/tone-class";
import { useEventText } from "@/components/terminal/news/use-event-text";
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
      {events.map((event) => {
        const { title, detail, tone } = formatEvent(event);
        const atMs = Date.parse(event.at);
        return (
          <tr key={event.seq} className="border-t hover:bg-hover">
            <Cell isNumber tone="text-text-3">
              {event.seq}
            </Cell>
            <Cell tone="num text-text-3">
              {formatMinute(atMs).slice(0, 10)} {formatClock(atMs)}
            </Cell>
            <Cell tone={TONE_CLASS[tone]}>{title}</Cell>
            <Cell tone="text-text-3">{detail}</Cell>
          </tr>
        );
      })}
    </PagedTable>
  );
}
