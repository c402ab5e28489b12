"use client";

import { type ReactNode, useState } from "react";
import { Group, Panel, Separator, useDefaultLayout } from "react-resizable-panels";
import { LazyChart } from "@/components/chart/lazy-chart";
import { BookPanel } from "@/components/terminal/book-panel";
import { MarketsPanel } from "@/components/terminal/markets-panel";
import { TapePanel } from "@/components/terminal/tape-panel";
import { Tabs } from "@/components/ui/tabs";
import { cn } from "@/lib/client/cn";
import type { Instrument } from "@/lib/schemas/market";

type Props = {
  instrument: Instrument;
  instruments: readonly Instrument[];
  onSelect: (symbol: string) => void;
};

/** Three columns: markets, chart, book over trades. */
export function WideDesk({ instrument, instruments, onSelect }: Props) {
  const columns = useDefaultLayout({ id: "tz:desk-wide" });
  const right = useDefaultLayout({ id: "tz:desk-wide-right" });
  return (
    <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
      <DeskPanel id="markets" defaultSize="312px" minSize="200px" maxSize="420px" isFixed>
        <MarketsPanel instruments={instruments} selected={instrument.symbol} onSelect={onSelect} />
      </DeskPanel>
      <Divider />
      <DeskPanel id="chart" minSize="420px">
        <LazyChart instrument={instrument} isFeedShown={false} />
      </DeskPanel>
      <Divider />
      <Panel
        id="right"
        defaultSize="290px"
        minSize="230px"
        maxSize="440px"
        groupResizeBehavior="preserve-pixel-size"
      >
        <Group orientation="vertical" {...right}>
          <DeskPanel id="book" defaultSize="65%" minSize="200px">
            <BookPanel key={instrument.symbol} instrument={instrument} isTitled />
          </DeskPanel>
          <Divider isRow />
          <DeskPanel id="tape" defaultSize="35%" minSize="100px">
            <TapePanel instrument={instrument} isTitled />
          </DeskPanel>
        </Group>
      </Panel>
    </Group>
  );
}

/** Two columns: chart, and markets over book and trades. */
export function NarrowDesk({ instrument, instruments, onSelect }: Props) {
  const columns = useDefaultLayout({ id: "tz:desk-narrow" });
  const right = useDefaultLayout({ id: "tz:desk-narrow-right" });
  const [tab, setTab] = useState("book");
  return (
    <Group orientation="horizontal" className="min-h-0 flex-1" {...columns}>
      <DeskPanel id="chart" minSize="380px">
        <LazyChart instrument={instrument} isFeedShown={false} />
      </DeskPanel>
      <Divider />
      <Panel
        id="right"
        defaultSize="280px"
        minSize="230px"
        maxSize="420px"
        groupResizeBehavior="preserve-pixel-size"
      >
        <Group orientation="vertical" {...right}>
          <DeskPanel id="markets" defaultSize="36%" minSize="120px">
            <MarketsPanel instruments={instruments} selected={instrument.symbol} onSelect={onSelect} />
          </DeskPanel>
          <Divider isRow />
          <DeskPanel id="depth" defaultSize="64%" minSize="200px">
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
                {
                  id: "trades",
                  label: "Trades",
                  content: <TapePanel instrument={instrument} isTitled={false} />,
                },
              ]}
            />
          </DeskPanel>
        </Group>
      </Panel>
    </Group>
  );
}

/** One panel at a time, chosen at the bottom. */
export function PhoneDesk({ instrument, instruments, onSelect }: Props) {
  const [tab, setTab] = useState("chart");
  const choose = (symbol: string) => {
    onSelect(symbol);
    setTab("chart");
  };
  return (
    <div className="panel min-h-0 flex-1 overflow-hidden">
      <Tabs
        label="Panels"
        bar="bottom"
        value={tab}
        onChange={setTab}
        tabs={[
          { id: "chart", label: "Chart", content: <LazyChart instrument={instrument} isFeedShown={false} /> },
          {
            id: "book",
            label: "Book",
            content: <BookPanel key={instrument.symbol} instrument={instrument} isTitled={false} />,
          },
          { id: "trades", label: "Trades", content: <TapePanel instrument={instrument} isTitled={false} /> },
          {
            id: "markets",
            label: "Markets",
            content: (
              <MarketsPanel instruments={instruments} selected={instrument.symbol} onSelect={choose} />
            ),
          },
        ]}
      />
    </div>
  );
}

function DeskPanel(props: {
  id: string;
  defaultSize?: string;
  minSize: string;
  maxSize?: string;
  /** True where the panel keeps its width when the window changes. */
  isFixed?: boolean;
  children: ReactNode;
}) {
  const { isFixed, children, ...size } = props;
  return (
    <Panel {...size} groupResizeBehavior={isFixed ? "preserve-pixel-size" : "preserve-relative-size"}>
      <div className="panel h-full overflow-hidden">{children}</div>
    </Panel>
  );
}

function Divider({ isRow }: { isRow?: boolean }) {
  return (
    <Separator
      aria-label={isRow ? "Resize rows" : "Resize columns"}
      className={cn("rounded transition-colors hover:bg-line-strong", isRow ? "h-1" : "w-1")}
    />
  );
}
