import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatFigure } from "@/components/journal/figure-card";
import { Amount } from "@/components/shell/amount";
import { WideContent } from "@/components/ui/wide-content";
import { formatAge, NO_VALUE } from "@/lib/client/format";
import { type Formats, formatsOf } from "@/lib/client/locale/formats-of";
import type { Translate } from "@/lib/client/translate";
import { DEFAULT_COLUMNS, ENTRY_SORTS, type EntryColumn, type EntrySort } from "@/lib/schemas/journal";
import type { JournalEntryDto } from "@/lib/schemas/journal-responses";

/** How the table is sorted, and the URL that sorts it by a column, in the other order if it is that one already. */
type Sorting = {
  sort: EntrySort;
  order: "asc" | "desc";
  linkTo: (sort: EntrySort, order: "asc" | "desc") => string;
};
type Texts = { t: Translate<"journal.page">; tForm: Translate<"journal.form">; formats: Formats };

const CELLS: Record<EntryColumn, (entry: JournalEntryDto, texts: Texts) => ReactNode> = {
  closed: (entry, { formats }) => (
    <Link href={`/journal/${entry.id}`} className="num rounded underline-offset-2 hover:underline">
      {formats.minute(Date.parse(entry.closedAt))}
    </Link>
  ),
  symbol: (entry) => entry.symbol,
  side: (entry, { tForm }) => tForm(`sides.${entry.side}`),
  quantity: (entry, { formats }) => formats.price(entry.qty),
  entry: (entry, { formats }) => formats.price(entry.entryPrice),
  exitPrice: (entry, { formats }) => formats.price(entry.exitPrice),
  held: (entry) => formatAge(Date.parse(entry.closedAt) - Date.parse(entry.openedAt)),
  exit: (entry, { tForm }) => tForm(`exits.${entry.exitReason}`),
  r: (entry, { t, formats }) =>
    entry.r.value === null ? NO_VALUE : t("ratioR", { r: formatFigure(entry.r.value, "ratio", formats) }),
  mfe: (entry, { formats }) => formats.fixed(entry.mfe, 2),
  mae: (entry, { formats }) => formats.fixed(entry.mae, 2),
  fees: (entry, { formats }) => formats.fixed(entry.fees, 2),
  net: (entry) => <Amount value={entry.net} />,
  rating: (entry) => entry.rating ?? NO_VALUE,
  tags: (entry) => (
    <span className="block max-w-40 truncate text-text-2">
      {[entry.setup, ...entry.tags].filter(Boolean).join(", ")}
    </span>
  ),
};
/** Columns of words; all others are numbers. */
const WORDS: readonly EntryColumn[] = ["symbol", "side", "exit", "tags"];

/** Closed trades in the given order; each links to its own page. Columns that can be sorted link to their order. */
export function EntryTable(props: {
  entries: readonly JournalEntryDto[];
  columns?: readonly EntryColumn[];
  sorting?: Sorting;
}) {
  const t = useTranslations("journal.page");
  const tForm = useTranslations("journal.form");
  const formats = formatsOf(useLocale());
  const { entries, columns = DEFAULT_COLUMNS, sorting } = props;
  return (
    <WideContent label={t("trades")}>
      <table className="w-full min-w-[640px] text-xs">
        <caption className="sr-only">{t("caption")}</caption>
        <thead>
          <tr className="text-left text-text-3">
            {columns.map((column) => (
              <ColumnHead key={column} column={column} sorting={sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.id} className="border-t hover:bg-hover">
              {columns.map((column) => (
                <td
                  key={column}
                  className={WORDS.includes(column) ? "py-1.5 pr-3" : "num whitespace-nowrap py-1.5 pr-3"}
                >
                  {CELLS[column](entry, { t, tForm, formats })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </WideContent>
  );
}

function ColumnHead({ column, sorting }: { column: EntryColumn; sorting: Sorting | undefined }) {
  const t = useTranslations("journal.page");
  const sort = ENTRY_SORTS.find((one) => one === column);
  if (sorting === undefined || sort === undefined) {
    return (
      <th scope="col" className="py-1.5 pr-3 font-normal">
        {t(`columns.${column}`)}
      </th>
    );
  }
  const order = sort === sorting.sort ? sorting.order : null;
  return (
    <th
      scope="col"
      className="py-1.5 pr-3 font-normal"
      aria-sort={order === null ? "none" : order === "asc" ? "ascending" : "descending"}
    >
      <Link
        href={sorting.linkTo(sort, order === "desc" ? "asc" : "desc")}
        scroll={false}
        className="rounded underline-offset-2 hover:text-text hover:underline"
      >
        {t(`columns.${column}`)}
        {order && <span aria-hidden> {order === "asc" ? "↑" : "↓"}</span>}
      </Link>
    </th>
  );
}
