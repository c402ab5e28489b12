"use client";

import { RunningOrders } from "@/components/terminal/account/running/running-orders";
import { OrdersTable } from "@/components/terminal/account/tables/orders-table";

/** Open orders, over them what the server works on. */
export function OrdersTab({ onSelect }: { onSelect: (symbol: string) => void }) {
  return (
    <>
      <RunningOrders />
      <OrdersTable onSelect={onSelect} />
    </>
  );
}
