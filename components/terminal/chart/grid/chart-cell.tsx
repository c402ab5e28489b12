"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ChevronDown, ChevronsUpDown } from "@/components/icons/lucide";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { changeCell } from "@/components/terminal/chart/grid/chart-grid-choice";
import { useChartStores } from "@/components/terminal/chart/grid/chart-stores";
import { ChartPlaceholder, LazyChart } from "@/components/terminal/chart/lazy-chart";
import type { ChartPlace } from "@/components/terminal/chart/streaming-chart";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu } from "@/components/ui/menu";
import { MenuChoice } from "@/components/ui/menu-items";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import { usePersisted } from "@/lib/client/persisted";
import { INTERVALS, type Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const MarketPicker = lazyPart(
  () => import("@/components/terminal/market/market-picker").then((module) => module.MarketPicker),
  { failure: "corner" },
);

const ALL = INTERVALS.map((interval) => [interval, INTERVAL_TEXT[interval]] as const);

/** One more chart with a symbol and settings of its own. */
export function ChartCell(props: {
  /** The instrument of the page. */
  instrument: InstrumentDto;
  userId: string | null;
  symbol: string;
  /** Its place among the charts beside the first one. */
  index: number;
  place: Omit<ChartPlace, "header">;
}) {
  const { symbol, index, userId, place } = props;
  const grid = useTranslations("chart.grid");
  const [isPicking, setPicking] = useState(false);
  const own = useInstrument(symbol);
  const instrument = symbol === props.instrument.symbol ? props.instrument : own;
  if (!instrument) return <ChartPlaceholder />;
  const header = (
    <Header symbol={symbol} number={index + 2} onPick={() => setPicking(true)}>
      {isPicking && (
        <MarketPicker
          popular={[]}
          selected={symbol}
          title={grid("pick")}
          onSelect={(chosen) => changeCell(index, { symbol: chosen })}
          onClose={() => setPicking(false)}
        />
      )}
    </Header>
  );
  return (
    <LazyChart instrument={instrument} isFeedShown={false} userId={userId} cell={{ ...place, header }} />
  );
}

/** Symbol and interval of the first chart, where there are more. */
export function FirstHeader(props: { symbol: string; onPick: () => void }) {
  return <Header {...props} number={1} />;
}

/** Symbol and interval of one chart of several. */
function Header(props: { symbol: string; number: number; onPick: () => void; children?: ReactNode }) {
  const { symbol, number, onPick } = props;
  const t = useTranslations("chart");
  const grid = useTranslations("chart.grid");
  const stores = useChartStores();
  const interval = usePersisted(stores.interval);
  const text = INTERVAL_TEXT[interval];
  return (
    <div
      role="toolbar"
      aria-label={grid("toolbar", { number: String(number) })}
      className="flex h-8 shrink-0 items-center gap-0.5 border-b px-1"
    >
      <Button size="tight" aria-haspopup="dialog" aria-label={grid("symbol", { symbol })} onClick={onPick}>
        <span className="text-text">{symbol}</span>
        <ChevronsUpDown aria-hidden className="size-3.5 text-text-3" />
      </Button>
      <Menu
        trigger={{
          "aria-label": t("intervalAll", { interval: text }),
          size: "tight",
          children: (
            <>
              <span className="num">{text}</span>
              <ChevronDown aria-hidden className="size-3.5" />
            </>
          ),
        }}
      >
        <MenuChoice<Interval>
          label={t("interval")}
          value={interval}
          options={ALL}
          onChange={stores.interval.write}
        />
      </Menu>
      {props.children}
    </div>
  );
}
