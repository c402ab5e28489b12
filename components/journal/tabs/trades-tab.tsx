import Link from "next/link";
import { useTranslations } from "next-intl";
import { ColumnMenu } from "@/components/journal/column-menu";
import { EntryTable } from "@/components/journal/entry-table";
import { NoEntries } from "@/components/journal/no-entries";
import { Panel } from "@/components/shell/panel";
import { writeJournalQuery } from "@/lib/client/api/write-journal-query";
import {
  DEFAULT_COLUMNS,
  ENTRY_COLUMNS,
  type EntryColumn,
  type JournalFilter,
  type JournalView,
} from "@/lib/schemas/journal";
import type { JournalPage } from "@/lib/schemas/journal-responses";

/** All selected trades, with their order and their columns. */
export function TradesTab({
  page,
  filter,
  view,
}: {
  page: JournalPage;
  filter: JournalFilter;
  view: JournalView;
}) {
  const t = useTranslations("journal.page");
  const columns = readColumns(view.columns);
  const linkTo = (change: JournalView & { cursor?: string }) =>
    `/journal${writeJournalQuery({ ...filter, ...view, tab: "trades", ...change })}`;
  return (
    <Panel title={t("trades")}>
      {page.entries.length === 0 ? (
        <NoEntries isFiltered={Object.keys(filter).length > 0} />
      ) : (
        <>
          <ColumnMenu shown={columns} linkTo={(names) => linkTo({ columns: names.join(",") })} />
          <EntryTable
            entries={page.entries}
            columns={columns}
            sorting={{
              sort: view.sort ?? "closed",
              order: view.order ?? "desc",
              linkTo: (sort, order) => linkTo({ sort, order }),
            }}
          />
        </>
      )}
      {page.limitedToDays !== null && (
        <p className="text-text-3 text-xs">{t("limited", { days: String(page.limitedToDays) })}</p>
      )}
      {page.nextCursor && (
        <Link href={linkTo({ cursor: page.nextCursor })} className="self-start rounded text-accent text-xs">
          {t("next")}
        </Link>
      )}
    </Panel>
  );
}

function readColumns(names: string | undefined): readonly EntryColumn[] {
  const wanted = names?.split(",");
  return wanted === undefined ? DEFAULT_COLUMNS : ENTRY_COLUMNS.filter((name) => wanted.includes(name));
}
