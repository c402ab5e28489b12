"use client";

import { useRef, useState } from "react";
import { ArrowDown, ArrowUp } from "@/components/icons/lucide";
import { MarketRow } from "@/components/terminal/market-row";
import { useMarketKeys } from "@/components/terminal/use-market-keys";
import { useOrderedMarkets } from "@/components/terminal/use-ordered-markets";
import { type MarketSort, nextSort } from "@/components/terminal/watchlist";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/client/cn";
import type { Instrument } from "@/lib/schemas/market";

type SortKey = NonNullable<MarketSort>["by"];

/** The markets on offer, starred ones first: search, sort, and a press or ↑↓ to change the market. */
export function MarketsPanel(props: {
  instruments: readonly Instrument[];
  selected: string;
  onSelect: (symbol: string) => void;
}) {
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<MarketSort>(null);
  const panel = useRef<HTMLElement>(null);
  const rows = useOrderedMarkets(props.instruments, { search, sort });
  useMarketKeys({
    panel,
    symbols: rows.map((one) => one.symbol),
    selected: props.selected,
    onSelect: props.onSelect,
  });
  const head = (by: SortKey, text: string, className?: string) => (
    <SortHead
      by={by}
      text={text}
      sort={sort}
      className={className}
      onSort={() => setSort(nextSort(sort, by))}
    />
  );
  return (
    <section ref={panel} aria-label="Markets" className="@container flex h-full min-h-0 flex-col bg-panel">
      <div className="shrink-0 border-b p-1.5">
        <Input
          type="search"
          id="market-search"
          aria-label="Search markets"
          placeholder="Search markets  /"
          autoComplete="off"
          spellCheck={false}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <table className="w-full table-fixed text-xs">
          <thead className="sticky top-0 z-10 bg-panel text-[11px] text-text-3">
            <tr className="h-6">
              <th scope="col" className="w-7">
                <span className="sr-only">Star</span>
              </th>
              {head("symbol", "Market", "text-left")}
              <td aria-hidden className="w-[60px] @max-[290px]:hidden" />
              {head("last", "Last", "w-[80px] text-right")}
              {head("change24h", "24 h", "w-[62px] pr-2 text-right")}
            </tr>
          </thead>
          <tbody>
            {rows.map((instrument) => (
              <MarketRow
                key={instrument.symbol}
                instrument={instrument}
                isSelected={instrument.symbol === props.selected}
                onSelect={props.onSelect}
              />
            ))}
          </tbody>
        </table>
        {rows.length === 0 && (
          <p className="p-4 text-center text-text-2 text-xs">
            No market is called “{search}”. Clear the search to see all {props.instruments.length}.
          </p>
        )}
      </div>
    </section>
  );
}

function SortHead(props: {
  by: SortKey;
  text: string;
  sort: MarketSort;
  className?: string;
  onSort: () => void;
}) {
  const isOn = props.sort?.by === props.by;
  const Arrow = props.sort?.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={!isOn ? undefined : props.sort?.isDescending ? "descending" : "ascending"}
      className={cn("font-normal", props.className)}
    >
      <button
        type="button"
        onClick={props.onSort}
        className={cn("inline-flex items-center gap-0.5 hover:text-text", isOn && "text-text")}
      >
        {props.text}
        {isOn && <Arrow aria-hidden className="size-3" />}
      </button>
    </th>
  );
}
