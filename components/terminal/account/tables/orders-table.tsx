"use client";

import { useTranslations } from "next-intl";
import { type Column, DataTable } from "@/components/terminal/account/tables/data-table";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { MissingPortfolio } from "@/components/terminal/account/tables/missing-portfolio";
import { OrderRow } from "@/components/terminal/account/tables/order-row";
import { findPendingChange } from "@/components/terminal/account/tables/pending-change";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { Button } from "@/components/ui/button";
import { deleteOrders } from "@/lib/client/api/trading-api";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const COLUMNS = [
  { name: "symbol", isTitle: true },
  { name: "type" },
  { name: "size", isNumber: true },
  { name: "filled", isNumber: true },
  { name: "price", isNumber: true },
  { name: "trigger", isNumber: true },
  { name: "stopAndTarget", isNumber: true },
  { name: "status" },
  { name: "time" },
  { name: "actions", isNumber: true, isHidden: true },
] as const satisfies readonly Column[];

/** Open orders, each amended or cancelled in place. */
export function OrdersTable(props: { onSelect: (symbol: string) => void }) {
  const t = useTranslations("terminal");
  const orders = usePortfolioValue((portfolio) => portfolio.orders);
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const changes = usePortfolioValue((portfolio) => portfolio.deferredChanges);
  const { run, isBusy } = useTradingAction();
  if (!orders || portfolioId === null) return <MissingPortfolio />;
  if (orders.length === 0) {
    return <EmptyTable title={t("account.noOrders")}>{t("account.noOrdersText")}</EmptyTable>;
  }
  return (
    <DataTable label={t("account.orders")} columns={COLUMNS}>
      {orders.map((order) => (
        <OrderRow
          key={order.id}
          order={order}
          pending={findPendingChange(order, changes ?? [], t)}
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
            onClick={() => void run("cancelAll", () => deleteOrders({ portfolioId }))}
          >
            {t("account.cancelAll", { count: String(orders.length) })}
          </Button>
        </td>
      </tr>
    </DataTable>
  );
}
