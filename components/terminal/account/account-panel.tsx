"use client";

import { useState } from "react";
import { EventsTable } from "@/components/terminal/account/events-table";
import { FillsTable } from "@/components/terminal/account/fills-table";
import { HistoryTable } from "@/components/terminal/account/history-table";
import { OrdersTable } from "@/components/terminal/account/orders-table";
import { PositionsTable } from "@/components/terminal/account/positions-table";
import type { Viewer } from "@/components/terminal/viewer";
import { buttonVariants } from "@/components/ui/button";
import { Tabs } from "@/components/ui/tabs";
import { usePortfolioValue } from "@/lib/client/use-portfolio";
import type { Instrument } from "@/lib/schemas/market";

/** What the trader holds, waits for and has done, as tabs with counts. */
export function AccountPanel(props: {
  instrument: Instrument;
  instruments: readonly Instrument[];
  viewer: Viewer | null;
  onSelect: (symbol: string) => void;
}) {
  const { instrument, instruments, viewer, onSelect } = props;
  const [tab, setTab] = useState("positions");
  const positions = usePortfolioValue((portfolio) => portfolio.positions.length);
  const orders = usePortfolioValue((portfolio) => portfolio.orders.length);
  if (!viewer) return <SignedOutPanel symbol={instrument.symbol} />;
  const context = { instruments, onSelect };
  return (
    <div data-tour="account" className="h-full">
      <Tabs
        label="Account"
        bar="top"
        isCompact
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "positions", label: "Positions", count: positions, content: <PositionsTable {...context} /> },
          { id: "orders", label: "Open orders", count: orders, content: <OrdersTable {...context} /> },
          { id: "history", label: "Order history", content: <HistoryTable {...context} /> },
          { id: "fills", label: "Trades", content: <FillsTable {...context} /> },
          { id: "events", label: "Events", content: <EventsTable /> },
        ]}
      />
    </div>
  );
}

function SignedOutPanel({ symbol }: { symbol: string }) {
  const next = encodeURIComponent(`/terminal/${symbol}`);
  return (
    <section
      aria-label="Account"
      className="grid h-full place-content-center gap-3 bg-panel p-4 text-center text-xs"
    >
      <p className="text-text-2">
        Your positions, orders and trades will stand here. Register to trade with a practice portfolio.
      </p>
      <a
        href={`/register?next=${next}`}
        className={buttonVariants({ variant: "outline", className: "mx-auto" })}
      >
        Register
      </a>
    </section>
  );
}
