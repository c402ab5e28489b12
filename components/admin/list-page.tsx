"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { type AdminColumn, AdminTable } from "@/components/admin/admin-table";
import type { useAdminList } from "@/components/admin/use-admin-list";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/form/input";

/** Search field, table and "more" of one list of the desk. */
export function ListPage<Row>(props: {
  title: string;
  /** The accessible name of the search field. */
  search: string;
  searchHint: string;
  list: ReturnType<typeof useAdminList<Row>>;
  columns: readonly AdminColumn<Row>[];
  keyOf: (row: Row) => string;
  empty: string;
  children?: ReactNode;
}) {
  const t = useTranslations("admin");
  const { title, list } = props;
  return (
    <section className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h1 className="flex-1 whitespace-nowrap font-semibold text-lg">{title}</h1>
        <Input
          className="max-w-72"
          type="search"
          aria-label={props.search}
          placeholder={props.searchHint}
          value={list.search}
          onChange={(event) => list.setSearch(event.target.value)}
        />
      </div>
      {props.children}
      {list.rejection && <p role="alert">{list.rejection}</p>}
      <AdminTable
        label={title}
        columns={props.columns}
        rows={list.rows}
        keyOf={props.keyOf}
        empty={props.empty}
      />
      {list.hasMore && (
        <Button variant="outline" className="self-center" onClick={list.more}>
          {t("showMore")}
        </Button>
      )}
    </section>
  );
}
