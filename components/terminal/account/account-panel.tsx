"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { EmptyTable } from "@/components/terminal/account/tables/empty-table";
import { OrdersTable } from "@/components/terminal/account/tables/orders-table";
import { PositionsTable } from "@/components/terminal/account/tables/positions-table";
import { Tabs } from "@/components/ui/tabs";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const loading = () => <EmptyTable title="Loading">What happened is on its way.</EmptyTable>;
const HistoryTable = dynamic(
  () => import("@/components/terminal/account/tables/history-table").then((module) => module.HistoryTable),
  { ssr: false, loading },
);
const FillsTable = dynamic(
  () => import("@/components/terminal/account/tables/fills-table").then((module) => module.FillsTable),
  { ssr: false, loading },
);
const EventsTable = dynamic(
  () => import("@/components/terminal/account/tables/events-table").then((module) => module.EventsTable),
  { ssr: false, loading },
);

/** Positions, orders, history and events as tabs with counts. */
export function AccountPanel({ onSelect }: { onSelect: (symbol: string) => void }) {
  const [tab, setTab] = useState("positions");
  const positions = usePortfolioValue((portfolio) => portfolio.positions.length);
  const orders = usePortfolioValue((portfolio) => portfolio.orders.length);
  return (
    <div data-tour="account" className="h-full">
      <Tabs
        label="Account"
        bar="top"
        isCompact
        value={tab}
        onChange={setTab}
        tabs={[
          {
            id: "positions",
            label: "Positions",
            count: positions,
            content: <PositionsTable onSelect={onSelect} />,
          },
          { id: "orders", label: "Open orders", count: orders, content: <OrdersTable onSelect={onSelect} /> },
          { id: "history", label: "Order history", content: <HistoryTable onSelect={onSelect} /> },
          { id: "fills", label: "Trades", content: <FillsTable onSelect={onSelect} /> },
          { id: "events", label: "Events", content: <EventsTable /> },
        ]}
      />
    </div>
  );
}
