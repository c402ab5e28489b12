"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable, LoadingTable } from "@/components/terminal/account/tables/empty-table";
import { Button } from "@/components/ui/button";
import { explainError } from "@/lib/client/api/explain-error";
import type { PagedList } from "@/lib/client/api/use-paged-list";

/** A paged list of the history: loading, error, empty, rows and "more". */
export function PagedTable<Page>(props: {
  label: string;
  columns: readonly Column[];
  list: PagedList<Page>;
  count: number;
  empty: ReactNode;
  children: ReactNode;
}) {
  const { list, count } = props;
  const t = useTranslations("terminal.account");
  const errors = useTranslations("common.error");
  if (list.error && count === 0)
    return <EmptyTable title={t("listUnavailable")}>{explainError(list.error, errors)}</EmptyTable>;
  if (!list.pages) return <LoadingTable />;
  if (count === 0) return props.empty;
  return (
    <DataTable label={props.label} columns={props.columns}>
      {props.children}
      {list.hasMore && (
        <tr>
          <td colSpan={props.columns.length} className="p-2 text-center">
            <Button variant="outline" size="tight" disabled={list.isLoading} onClick={list.loadMore}>
              {t(list.isLoading ? "loading" : "older")}
            </Button>
          </td>
        </tr>
      )}
    </DataTable>
  );
}
