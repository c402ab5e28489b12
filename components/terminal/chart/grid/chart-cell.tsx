"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ChevronDown, ChevronsUpDown } from "@/components/icons/lucide";
import { INTERVAL_TEXT } from "@/components/terminal/chart/chart-intervals";
import { type ChartCell as Cell, changeCell } from "@/components/terminal/chart/grid/chart-grid-choice";
import { ChartPlaceholder, LazyChart } from "@/components/terminal/chart/lazy-chart";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy/lazy-part";
import { Menu, MenuChoice } from "@/components/ui/menu";
import { useInstrument } from "@/lib/client/orders/instrument/use-instrument";
import { INTERVALS, type Interval } from "@/lib/core/candle-interval";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const MarketPicker = lazyPart(
  () => import("@/components/terminal/market/market-picker").then((module) => module.MarketPicker),
  { failure: "corner" },
);

const ALL = INTERVALS.map((interval) => [interval, INTERVAL_TEXT[interval]] as const);

/** One more chart with a symbol and an interval of its own. */
export function ChartCell(props: {
  /** The instrument of the page. */
  instrument: InstrumentDto;
  userId: string | null;
  cell: Cell;
  index: number;
}) {
  const { cell, index, userId } = props;
  const symbol = cell.symbol ?? props.instrument.symbol;
  const t = useTranslations("chart");
  const grid = useTranslations("chart.grid");
  const [isPicking, setPicking] = useState(false);
  const own = useInstrument(symbol);
  const instrument = symbol === props.instrument.symbol ? props.instrument : own;
  const text = INTERVAL_TEXT[cell.interval];
  const toolbar = (
    <div
      role="toolbar"
      aria-label={grid("toolbar", { number: String(index + 2) })}
      className="flex h-8 shrink-0 items-center gap-0.5 border-b px-1"
    >
      <Button
        size="tight"
        aria-haspopup="dialog"
        aria-label={grid("symbol", { symbol })}
        onClick={() => setPicking(true)}
      >
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
          value={cell.interval}
          options={ALL}
          onChange={(interval) => changeCell(index, { interval })}
        />
      </Menu>
      {isPicking && (
        <MarketPicker
          popular={[]}
          selected={symbol}
          title={grid("pick")}
          onSelect={(chosen) => changeCell(index, { symbol: chosen })}
          onClose={() => setPicking(false)}
        />
      )}
    </div>
  );
  if (!instrument) return <ChartPlaceholder />;
  return (
    <LazyChart
      instrument={instrument}
      isFeedShown={false}
      userId={userId}
      cell={{ interval: cell.interval, toolbar }}
    />
  );
}
