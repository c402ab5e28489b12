"use client";

import { useState } from "react";
import { Group, Panel, useDefaultLayout } from "react-resizable-panels";
import { LazyChart } from "@/components/chart/lazy-chart";
import { AccountPanel } from "@/components/terminal/account/lazy-account-panel";
import { BookPanel } from "@/components/terminal/book-panel";
import { DeskPanel, type DeskProps, Divider } from "@/components/terminal/desk-parts";
import { MarketsPanel } from "@/components/terminal/markets-panel";
import { OrderForm } from "@/components/terminal/order/lazy-order-form";
import { TapePanel } from "@/components/terminal/tape-panel";
import { Tabs } from "@/components/ui/tabs";

/** Two columns: chart over account, and everything else behind tabs. */
export function NarrowDesk(props: DeskProps) {
  const { instrument, instruments, viewer, onSelect } = props;
  const columns = useDefaultLayout({ id: "tz:desk-narrow-2" });
  const rows = useDefaultLayout({ id: "tz:desk-narrow-rows" });
  const [tab, setTab] = useState("order");
  return (
    <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
      <Panel id="main" minSize="380px">
        <Group orientation="vertical" {...rows}>
          <DeskPanel id="chart" defaultSize="62%" minSize="220px">
            <LazyChart instrument={instrument} isFeedShown={false} userId={viewer?.id ?? null} />
          </DeskPanel>
          <Divider isRow />
          <DeskPanel id="account" defaultSize="38%" minSize="100px">
            <AccountPanel {...props} />
          </DeskPanel>
        </Group>
      </Panel>
      <Divider />
      <DeskPanel id="side" defaultSize="292px" minSize="264px" maxSize="420px" isFixed>
        <Tabs
          label="Order, book, trades and markets"
          bar="top"
          value={tab}
          onChange={setTab}
          tabs={[
            { id: "order", label: "Order", content: <OrderForm instrument={instrument} viewer={viewer} /> },
            {
              id: "book",
              label: "Book",
              content: <BookPanel key={instrument.symbol} instrument={instrument} isTitled={false} />,
            },
            {
              id: "trades",
              label: "Trades",
              content: <TapePanel instrument={instrument} isTitled={false} />,
            },
            {
              id: "markets",
              label: "Markets",
              content: (
                <MarketsPanel instruments={instruments} selected={instrument.symbol} onSelect={onSelect} />
              ),
            },
          ]}
        />
      </DeskPanel>
    </Group>
  );
}
