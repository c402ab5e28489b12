"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { DayField, FilterChoice } from "@/components/terminal/account/filter/filter-fields";
import { useMarketList } from "@/components/terminal/market/use-market-list";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { Button, buttonVariants } from "@/components/ui/button";
import { downloadCsv } from "@/lib/client/api/download-csv";
import { explainError } from "@/lib/client/api/explain-error";
import { LIST_URLS } from "@/lib/client/api/trading-api";
import type { ListFilter } from "@/lib/client/api/use-paged-list";
import { useEntitlements } from "@/lib/client/use-entitlements";
import { ORDER_KINDS, SIDES } from "@/lib/core/engine/orders/order";
import { FINAL_STATUSES } from "@/lib/core/engine/orders/order-status";

/** Filters a list of the account on the server, and exports all that passes as CSV. */
export function ListFilterBar(props: {
  list: "history" | "fills";
  portfolioId: string;
  filter: ListFilter;
  onFilter: (filter: ListFilter) => void;
}) {
  const { list, filter } = props;
  const t = useTranslations("terminal.listFilter");
  const words = useTranslations("terminal");
  const { data: markets } = useMarketList();
  // An uncontrolled form: another one is empty.
  const [form, setForm] = useState(0);
  const apply = (element: HTMLFormElement) => {
    // A day that is being typed is not one yet.
    if (!element.checkValidity()) return;
    const fields = [...new FormData(element)].filter(([, value]) => value !== "");
    props.onFilter(Object.fromEntries(fields) as ListFilter);
  };
  const clear = () => {
    setForm(form + 1);
    props.onFilter({});
  };
  return (
    <form
      key={form}
      aria-label={t("label")}
      className="flex shrink-0 flex-wrap items-center gap-1.5 border-b px-2 py-1 text-xs"
      onChange={(event) => apply(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault();
        apply(event.currentTarget);
      }}
    >
      <FilterChoice
        name="symbol"
        label={t("symbol")}
        options={(markets ?? []).map(({ symbol }) => [symbol, symbol])}
      />
      <FilterChoice
        name="side"
        label={t("side")}
        options={SIDES.map((side) => [side, words(`side.${side}`)])}
      />
      {list === "history" && (
        <>
          <FilterChoice
            name="kind"
            label={t("kind")}
            options={ORDER_KINDS.map((kind) => [kind, words(`kind.${kind}`)])}
          />
          <FilterChoice
            name="status"
            label={t("status")}
            options={FINAL_STATUSES.map((status) => [status, words(`status.${status}`)])}
          />
        </>
      )}
      <DayField name="from" label={t("from")} />
      <DayField name="to" label={t("to")} />
      {Object.keys(filter).length > 0 && (
        <Button size="tight" onClick={clear}>
          {t("clear")}
        </Button>
      )}
      <span className="flex-1" />
      <ExportButton list={list} query={new URLSearchParams({ ...filter, portfolioId: props.portfolioId })} />
    </form>
  );
}

function ExportButton({ list, query }: { list: "history" | "fills"; query: URLSearchParams }) {
  const t = useTranslations("terminal.listFilter");
  const errors = useTranslations("common.error");
  const [isBusy, setBusy] = useState(false);
  const allowed = useEntitlements();
  const save = async () => {
    setBusy(true);
    try {
      await downloadCsv(`${LIST_URLS[list]}/export.csv?${query}`, t(`file.${list}`));
    } catch (error) {
      const description = explainError(error, errors);
      showToast((toast) => toast.error(t("exportFailed"), { description }));
    }
    setBusy(false);
  };
  if (allowed && !allowed.exports) {
    return (
      <Link href="/pricing" className={buttonVariants({ variant: "outline", size: "tight" })}>
        {t("exportInPro")}
      </Link>
    );
  }
  return (
    <Button variant="outline" size="tight" disabled={isBusy} onClick={() => void save()}>
      {t("export")}
    </Button>
  );
}
