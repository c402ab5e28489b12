"use client";

import { Cell } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { describeStatus } from "@/components/terminal/account/tables/order-row";
import { PagedTable } from "@/components/terminal/account/tables/paged-table";
import { SymbolCell } from "@/components/terminal/account/tables/symbol-cell";
import { describeKind } from "@/components/terminal/order/format-order";
import { usePagedList } from "@/lib/client/api/use-paged-list";
import { formatFixed, formatMinute, NO_VALUE } from "@/lib/client/format";
import { countDigits } from "@/lib/client/market/group-book";
import { useInstruments } from "@/lib/client/orders/use-instrument";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "Time, UTC" },
  { name: "Symbol", isTitle: true },
  { name: "Kind" },
  { name: "Size", isNumber: true },
  { name: "Filled", isNumber: true },
  { name: "Average", isNumber: true },
  { name: "Fees", isNumber: true },
  { name: "Status" },
  { name: "Why" },
];

/** Orders that are no longer open, newest first. */
export function HistoryTable(props: { onSelect: (symbol: string) => void }) {
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const list = usePagedList("history", portfolioId);
  const orders = list.pages?.flatMap((page) => page.orders) ?? [];
  const instruments = useInstruments([...new Set(orders.map(({ symbol }) => symbol))]);
  return (
    <PagedTable
      label="Order history"
      columns={COLUMNS}
      list={list}
      count={orders.length}
      empty={
        <EmptyTable title="No orders yet">
          Every order that was filled, rejected, cancelled or expired is kept here with its reason.
        </EmptyTable>
      }
    >
      {orders.map((order) => {
        const instrument = instruments.find((one) => one.symbol === order.symbol);
        const qtyDigits = countDigits(instrument?.qtyStep ?? order.qty);
        return (
          <tr key={order.id} className="border-t hover:bg-hover">
            <Cell tone="num text-text-3">{formatMinute(Date.parse(order.endedAt ?? order.acceptedAt))}</Cell>
            <SymbolCell
              symbol={order.symbol}
              isUp={order.side === "buy"}
              note={order.side === "buy" ? "Buy" : "Sell"}
              onSelect={props.onSelect}
            />
            <Cell>{describeKind(order.kind)}</Cell>
            <Cell isNumber>{formatFixed(order.qty, qtyDigits)}</Cell>
            <Cell isNumber>{formatFixed(order.filled, qtyDigits)}</Cell>
            <Cell isNumber>
              {order.averagePrice === null
                ? NO_VALUE
                : formatFixed(order.averagePrice, instrument?.priceScale ?? countDigits(order.averagePrice))}
            </Cell>
            <Cell isNumber>{formatFixed(order.fees, 4)}</Cell>
            <Cell tone={order.status === "REJECTED" ? "text-down" : "text-text-2"}>
              {describeStatus(order.status)}
            </Cell>
            <Cell tone="text-text-3">{order.reason?.replaceAll(/[_-]/g, " ") ?? ""}</Cell>
          </tr>
        );
      })}
    </PagedTable>
  );
}
