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

/** Markets, chart and depth over the account; the order form beside them, at full height. */
export function WideDesk(props: DeskProps) {
  const { instrument, instruments, viewer, onSelect } = props;
  const columns = useDefaultLayout({ id: "tz:desk-wide-2" });
  const rows = useDefaultLayout({ id: "tz:desk-wide-rows" });
  const top = useDefaultLayout({ id: "tz:desk-wide-top" });
  return (
    <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
      <Panel id="main" minSize="640px">
        <Group orientation="vertical" {...rows}>
          <Panel id="market" defaultSize="70%" minSize="260px">
            <Group orientation="horizontal" {...top}>
              <DeskPanel id="markets" defaultSize="246px" minSize="180px" maxSize="420px" isFixed>
                <MarketsPanel instruments={instruments} selected={instrument.symbol} onSelect={onSelect} />
              </DeskPanel>
              <Divider />
              <DeskPanel id="chart" minSize="320px">
                <LazyChart instrument={instrument} isFeedShown={false} userId={viewer?.id ?? null} />
              </DeskPanel>
              <Divider />
              <DeskPanel id="depth" defaultSize="236px" minSize="190px" maxSize="420px" isFixed>
                <DepthTabs instrument={instrument} />
              </DeskPanel>
            </Group>
          </Panel>
          <Divider isRow />
          <DeskPanel id="account" defaultSize="30%" minSize="90px">
            <AccountPanel {...props} />
          </DeskPanel>
        </Group>
      </Panel>
      <Divider />
      <DeskPanel id="order" defaultSize="296px" minSize="264px" maxSize="420px" isFixed>
        <OrderForm instrument={instrument} viewer={viewer} />
      </DeskPanel>
    </Group>
  );
}

/** Book and trades behind tabs. */
export function DepthTabs({ instrument }: Pick<DeskProps, "instrument">) {
  const [tab, setTab] = useState("book");
  return (
    <Tabs
      label="Book and trades"
      bar="top"
      value={tab}
      onChange={setTab}
      tabs={[
        {
          id: "book",
          label: "Book",
          content: <BookPanel key={instrument.symbol} instrument={instrument} isTitled={false} />,
        },
        { id: "trades", label: "Trades", content: <TapePanel instrument={instrument} isTitled={false} /> },
      ]}
    />
  );
}
