"use client";

import { useTranslations } from "next-intl";
import { useRef } from "react";
import { Search } from "@/components/icons/lucide";
import { keyBindings } from "@/components/terminal/keys/key-bindings";
import { nextSort, type SortKey } from "@/components/terminal/market/market-sort";
import { readAriaSort, SortButton } from "@/components/terminal/market/sort-head";
import { useMarketKeys } from "@/components/terminal/market/use-market-keys";
import { useWatchlist } from "@/components/terminal/market/use-watchlist";
import { type WatchlistSort, watchlistSort } from "@/components/terminal/market/watchlist";
import { WatchlistRow } from "@/components/terminal/market/watchlist-row";
import { cn } from "@/lib/client/cn";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** Rows that load their prices initially; the others load when in view. */
const ROWS_IN_VIEW = 24;

/** The user's favourites, then popular markets: sortable, with a press or ↑↓ to change the market. */
export function WatchlistPanel(props: {
  popular: readonly InstrumentDto[];
  selected: string;
  onSelect: (symbol: string) => void;
  onOpenPicker: () => void;
}) {
  const t = useTranslations("terminal.markets");
  const keys = usePersisted(keyBindings);
  const sort = usePersisted(watchlistSort);
  const panel = useRef<HTMLElement>(null);
  const rows = useWatchlist(props.popular, sort);
  useMarketKeys({
    panel,
    symbols: rows.map((one) => one.symbol),
    selected: props.selected,
    onSelect: props.onSelect,
  });
  const head = (by: SortKey, className: string) => (
    <th scope="col" aria-sort={readAriaSort(sort, by)} className={cn("font-normal", className)}>
      <SortButton
        by={by}
        text={t(`column.${by}`)}
        sort={sort}
        onSort={(next) => watchlistSort.write(nextSort(sort, next) as WatchlistSort)}
      />
    </th>
  );
  return (
    <section
      ref={panel}
      aria-label={t("watchlist")}
      className="@container flex h-full min-h-0 flex-col bg-panel"
    >
      <div className="shrink-0 border-b p-1.5">
        <button
          type="button"
          aria-haspopup="dialog"
          aria-keyshortcuts={keys.search}
          onClick={props.onOpenPicker}
          className="flex h-8 w-full items-center gap-2 rounded border border-line-strong bg-bg px-2 text-text-3 text-xs hover:border-text-3 hover:text-text"
        >
          <Search aria-hidden className="size-3.5" />
          <span className="flex-1 text-left">{t("search")}</span>
          <kbd aria-hidden className="num rounded border px-1 text-[10px] leading-4">
            /
          </kbd>
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <table className="w-full table-fixed text-xs">
          <thead className="sticky top-0 z-10 bg-panel text-[11px] text-text-3">
            <tr className="h-6">
              <th scope="col" className="w-[26px]">
                <span className="sr-only">{t("star")}</span>
              </th>
              {head("symbol", "text-left")}
              <td aria-hidden className="w-[60px] @max-[290px]:hidden" />
              {head("last", "w-[88px] text-right")}
              {head("change24h", "w-[60px] pr-2 text-right")}
            </tr>
          </thead>
          <tbody>
            {rows.map((instrument, index) => (
              <WatchlistRow
                key={instrument.symbol}
                instrument={instrument}
                isSelected={instrument.symbol === props.selected}
                isLiveNow={index < ROWS_IN_VIEW}
                onSelect={props.onSelect}
              />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
