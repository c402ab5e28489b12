"use client";

import { Cell } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { formatEvent } from "@/components/terminal/news/format-event";
import { TONE_CLASS } from "@/components/terminal/news/tone-class";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { formatClock, formatMinute } from "@/lib/client/format";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "No.", isNumber: true },
  { name: "Time, UTC" },
  { name: "What happened", isTitle: true },
  { name: "More" },
];

/** The portfolio's events as text, newest first. */
export function EventsTable() {
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const list = usePagedList("events", portfolioId);
  const events = list.pages?.flatMap((page) => page.events) ?? [];
  return (
    <PagedTable
      label="Events"
      columns={COLUMNS}
      list={list}
      count={events.length}
      empty={
        <EmptyTable title="Nothing has happened yet">
          Everything that happens to this portfolio is logged here.
        </EmptyTable>
      }
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
