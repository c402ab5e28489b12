"use client";

import { DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { OrderRow } from "@/components/terminal/account/tables/order-row";
import { findPendingChange } from "@/components/terminal/account/tables/pending-change";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { cancelOrders } from "@/lib/client/api/trading-api";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "Symbol", isTitle: true },
  { name: "Kind" },
  { name: "Size", isNumber: true },
  { name: "Filled", isNumber: true },
  { name: "Price", isNumber: true },
  { name: "Trigger", isNumber: true },
  { name: "Stop / target", isNumber: true },
  { name: "Status" },
  { name: "Time, UTC" },
  { name: "Actions", isNumber: true, isHidden: true },
];

/** Open orders, each amended or cancelled in place. */
export function OrdersTable(props: { onSelect: (symbol: string) => void }) {
  const orders = usePortfolioValue((portfolio) => portfolio.orders);
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const changes = usePortfolioValue((portfolio) => portfolio.deferredChanges);
  const { run, isBusy } = useTradingAction();
  if (!orders || portfolioId === null)
    return <EmptyTable title="Loading">Your portfolio is on its way.</EmptyTable>;
  if (orders.length === 0) {
    return (
      <EmptyTable title="No open orders">
        Choose Limit, Stop, Target or Trailing in the order form, or press a price in the book. What waits for
        its price stands here and on the chart, where it can be dragged.
      </EmptyTable>
    );
  }
  return (
    <DataTable label="Open orders" columns={COLUMNS}>
      {orders.map((order) => (
        <OrderRow
          key={order.id}
          order={order}
          pending={findPendingChange(order, changes ?? [])}
          onSelect={props.onSelect}
        />
      ))}
      <tr>
        <td colSpan={COLUMNS.length} className="px-2 pt-1 text-right">
          <Button
            variant="outline"
            size="tight"
            className="h-6"
            disabled={isBusy}
            onClick={() => void run(() => cancelOrders({ portfolioId }))}
          >
            Cancel all {orders.length}
          </Button>
        </td>
      </tr>
    </DataTable>
  );
}
