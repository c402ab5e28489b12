"use client";

import { useTranslations } from "next-intl";
import { useActiveTwaps } from "@/components/terminal/account/running/use-running-orders";
import { LoadingTable } from "@/components/terminal/account/tables/empty-table";
import { PositionsTable } from "@/components/terminal/account/tables/positions-table";
import { useDeskTab } from "@/components/terminal/layout/use-desk-tab";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Tabs } from "@/components/ui/tabs";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const loading = () => <LoadingTable />;
const OrdersTab = lazyPart(
  () => import("@/components/terminal/account/later-tabs").then((module) => module.OrdersTab),
  { failure: "inline", loading },
);
const HistoryTable = lazyPart(
  () => import("@/components/terminal/account/later-tabs").then((module) => module.HistoryTable),
  { failure: "inline", loading },
);
const FillsTable = lazyPart(
  () => import("@/components/terminal/account/later-tabs").then((module) => module.FillsTable),
  { failure: "inline", loading },
);
const EventsTable = lazyPart(
  () => import("@/components/terminal/account/later-tabs").then((module) => module.EventsTable),
  { failure: "inline", loading },
);

/** Positions, orders, history and events as tabs with counts. */
export function AccountPanel({ onSelect }: { onSelect: (symbol: string) => void }) {
  const t = useTranslations("terminal.account");
  const [tab, choose] = useDeskTab("account", ["positions", "orders", "history", "fills", "events"]);
  const positions = usePortfolioValue((portfolio) => portfolio.positions.length);
  const orders = usePortfolioValue((portfolio) => portfolio.orders.length);
  const twaps = useActiveTwaps();
  return (
    <div data-tour="account" className="h-full">
      <Tabs
        label={t("label")}
        bar="top"
        isCompact
        value={tab}
        onChange={choose}
        tabs={[
          {
            id: "positions",
            label: t("positions"),
            count: positions,
            content: <PositionsTable onSelect={onSelect} />,
          },
          {
            id: "orders",
            label: t("orders"),
            count: orders === null ? null : orders + twaps,
            content: <OrdersTab onSelect={onSelect} />,
          },
          { id: "history", label: t("history"), content: <HistoryTable onSelect={onSelect} /> },
          { id: "fills", label: t("fills"), content: <FillsTable onSelect={onSelect} /> },
          { id: "events", label: t("events"), content: <EventsTable /> },
        ]}
      />
    </div>
  );
}
