"use client";

import type { ReactNode } from "react";
import { type Column, DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { Button } from "@/components/ui/button";
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
  if (list.error && count === 0)
    return <EmptyTable title="This list could not be read">{list.error}</EmptyTable>;
  if (!list.pages) return <EmptyTable title="Loading">One moment.</EmptyTable>;
  if (count === 0) return props.empty;
  return (
    <DataTable label={props.label} columns={props.columns}>
      {props.children}
      {list.hasMore && (
        <tr>
          <td colSpan={props.columns.length} className="p-2 text-center">
            <Button variant="outline" size="tight" disabled={list.isLoading} onClick={list.loadMore}>
              {list.isLoading ? "Loading" : "Older ones"}
            </Button>
          </td>
        </tr>
      )}
    </DataTable>
  );
}
