// biome-ignore-all lint/a11y/useSemanticElements: a table can't place its rows by their index
// biome-ignore-all lint/a11y/useFocusableInteractive: the search keeps the focus and names the active row
"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import type { SortKey } from "@/components/terminal/market/market-sort";
import { PICKER_COLUMNS, PickerRow } from "@/components/terminal/market/picker-row";
import { readAriaSort, SortButton } from "@/components/terminal/market/sort-head";
import { useLiveRows } from "@/components/terminal/market/use-live-rows";
import type { Picker } from "@/components/terminal/market/use-picker";
import { cn } from "@/lib/client/cn";

const ROW_PX = 32;
/** Two lines, and the minimum size of a touch target. */
const PHONE_ROW_PX = 52;
/** Rows drawn beyond each edge, so that a quick scroll shows no blank. */
const OVERSCAN = 8;

/** The rows of the list: rendered while in view, subscribed while the list does not scroll. */
export function PickerGrid(props: {
  id: string;
  picker: Picker;
  selected: string;
  /** Fixed for the life of the grid. */
  isPhone: boolean;
  onSelect: (symbol: string) => void;
}) {
  const { id, picker, selected } = props;
  const { rows, activeIndex } = picker;
  const t = useTranslations("terminal.markets");
  const scroller = useRef<HTMLDivElement>(null);
  const rowPx = props.isPhone ? PHONE_ROW_PX : ROW_PX;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.symbol ?? index,
    overscan: OVERSCAN,
    useFlushSync: false,
  });
  useEffect(() => {
    if (activeIndex >= 0) virtualizer.scrollToIndex(activeIndex, { align: "auto" });
  }, [virtualizer, activeIndex]);
  const { startIndex = 0, endIndex = -1 } = virtualizer.range ?? {};
  const inView = rows.slice(startIndex, endIndex + 1).map(({ symbol }) => symbol);
  const live = useLiveRows(inView.join(","));
  return (
    <div
      role="grid"
      id={id}
      aria-label={t("label")}
      aria-rowcount={rows.length + 1}
      className="flex h-full min-h-0 flex-col"
    >
      <Heads picker={picker} />
      <div
        ref={scroller}
        data-picker-rows
        className="min-h-0 flex-1 overflow-y-auto overscroll-contain [scrollbar-gutter:stable]"
      >
        <div role="rowgroup" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, key, start }) => {
            const instrument = rows[index];
            if (!instrument) return null;
            const { symbol } = instrument;
            return (
              <PickerRow
                key={key}
                id={`${id}-${symbol}`}
                instrument={instrument}
                figures={picker.figures.get(symbol) ?? null}
                index={index}
                top={start}
                height={rowPx}
                isLive={live.has(symbol)}
                isActive={index === activeIndex}
                isSelected={symbol === selected}
                isStarred={picker.stars.includes(symbol)}
                onSelect={props.onSelect}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

function Heads({ picker }: { picker: Picker }) {
  const t = useTranslations("terminal.markets");
  const head = (by: SortKey, className?: string) => (
    <Head className={className} sort={readAriaSort(picker.sort, by)}>
      <SortButton by={by} text={t(`column.${by}`)} sort={picker.sort} onSort={picker.sortBy} />
    </Head>
  );
  return (
    <div
      role="rowgroup"
      className="shrink-0 overflow-hidden border-b text-[11px] text-text-3 [scrollbar-gutter:stable]"
    >
      <div role="row" aria-rowindex={1} className={cn(PICKER_COLUMNS, "h-7")}>
        <Head>
          <span className="sr-only">{t("star")}</span>
        </Head>
        {head("symbol")}
        {head("last", "text-right")}
        {head("change24h", "text-right")}
        {head("fundingRate", "pr-7 text-right max-md:hidden")}
        {head("turnover24h", "text-right max-md:hidden")}
      </div>
    </div>
  );
}

function Head(props: { className?: string; sort?: "ascending" | "descending"; children: ReactNode }) {
  return (
    <div role="columnheader" aria-sort={props.sort} className={props.className}>
      {props.children}
    </div>
  );
}
