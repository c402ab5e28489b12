"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { FilteredList } from "@/components/terminal/account/filter/filtered-list";
import { Cell, type Column } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { formatSide } from "@/components/terminal/account/tables/format-side";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { explainReason } from "@/components/terminal/order/explain-reason";
import { type ListFilter, usePagedList } from "@/lib/client/api/use-paged-list";
import { formatFixed, formatFixedPrice, formatMinute, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstruments } from "@/lib/client/orders/instrument/use-instrument";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";

const COLUMNS = [
  { name: "time" },
  { name: "symbol", isTitle: true },
  { name: "type" },
  { name: "size", isNumber: true },
  { name: "filled", isNumber: true },
  { name: "orderPrice", isNumber: true },
  { name: "average", isNumber: true },
  { name: "fees", isNumber: true },
  { name: "status" },
  { name: "reason" },
] as const satisfies readonly Column[];

/** Orders that are no longer open, newest first. */
export function HistoryTable(props: { onSelect: (symbol: string) => void }) {
  const t = useTranslations("terminal");
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const hedge = usePortfolioValue((portfolio) => portfolio.hedge);
  const [filter, setFilter] = useState<ListFilter>({});
  const list = usePagedList("history", portfolioId, filter);
  const orders = list.pages?.flatMap((page) => page.orders) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  const instruments = useInstruments([...new Set(orders.map(({ symbol }) => symbol))]);
  return (
    <FilteredList list="history" filter={filter} onFilter={setFilter}>
      <PagedTable
        label={t("account.history")}
        columns={COLUMNS}
        list={list}
        count={orders.length}
        empty={
          isFiltered ? (
            <EmptyTable title={t("listFilter.noMatch")} />
          ) : (
            <EmptyTable title={t("account.noHistory")}>{t("account.noHistoryText")}</EmptyTable>
          )
        }
      >
        {orders.map((order) => {
          const instrument = instruments.find((one) => one.symbol === order.symbol);
          const qtyDigits = countDigits(instrument?.qtyStep ?? order.qty);
          const price = order.price ?? order.trigger?.price ?? null;
          return (
            <tr key={order.id} className="border-t hover:bg-hover">
              <Cell tone="num text-text-3">
                {formatMinute(Date.parse(order.endedAt ?? order.acceptedAt))}
              </Cell>
              <SymbolCell
                symbol={order.symbol}
                isUp={order.side === "buy"}
                note={formatSide(order, t, isHedged({ hedge }, order.symbol) ? tradedSide(order) : undefined)}
                onSelect={props.onSelect}
              />
              <Cell>{t(`kind.${order.kind}`)}</Cell>
              <Cell isNumber>{formatFixed(order.qty, qtyDigits)}</Cell>
              <Cell isNumber>{formatFixed(order.filled, qtyDigits)}</Cell>
              <Cell isNumber>
                {price === null ? NO_VALUE : formatFixedPrice(price, instrument?.priceScale ?? null)}
              </Cell>
              <Cell isNumber>
                {order.averagePrice === null
                  ? NO_VALUE
                  : formatFixed(
                      order.averagePrice,
                      instrument?.priceScale ?? countDigits(order.averagePrice),
                    )}
              </Cell>
              <Cell isNumber>{formatFixed(order.fees, 4)}</Cell>
              <Cell tone={order.status === "REJECTED" ? "text-down" : "text-text-2"}>
                {t(`status.${order.status}`)}
              </Cell>
              <Cell tone="text-text-3">{order.reason ? explainReason(order.reason, t) : NO_VALUE}</Cell>
            </tr>
          );
        })}
      </PagedTable>
    </FilteredList>
  );
}
