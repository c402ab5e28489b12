"use client";

import { useMemo, useState } from "react";
import { type MarketSort, nextSort, type SortKey } from "@/components/terminal/market/market-sort";
import { orderMarkets, type PickerTab, TAB_SORT } from "@/components/terminal/market/order-markets";
import { useMarketFigures, useMarketList } from "@/components/terminal/market/use-market-list";
import { starredSymbols } from "@/components/terminal/market/watchlist";
import { readServerNowMs } from "@/lib/client/market/server-clock";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

const PAGE_ROWS = 10;
/** By how many rows each key moves. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
};

/** The picker's list, search, sort and active row. */
export function usePicker(popular: readonly InstrumentDto[]) {
  const list = useMarketList();
  const figures = useMarketFigures();
  const stars = usePersisted(starredSymbols);
  const [search, setSearch] = useState("");
  const [tab, setTab] = useState<PickerTab>("all");
  const [sort, setSort] = useState<MarketSort | null>(null);
  const [activeSymbol, setActiveSymbol] = useState<string | null>(null);
  const rows = useMemo(() => {
    const nowMs = readServerNowMs();
    const first = popular.map((one) => one.symbol);
    return orderMarkets(list.data ?? [], figures, { tab, search, sort, stars, popular: first, nowMs });
  }, [list.data, figures, tab, search, sort, stars, popular]);
  const found = rows.findIndex(({ symbol }) => symbol === activeSymbol);
  const activeIndex = rows.length === 0 ? -1 : Math.max(0, found);
  const isSearch = search.trim() !== "";
  return {
    rows,
    figures,
    stars,
    count: list.data?.length ?? null,
    error: list.error as Error | undefined,
    retry: () => void list.mutate(),
    search,
    setSearch: (text: string) => {
      setSearch(text);
      setActiveSymbol(null);
    },
    /** A search covers all markets, whichever tab is open. */
    tab: isSearch ? "all" : tab,
    setTab: (next: PickerTab) => {
      setTab(next);
      setSearch("");
      setSort(null);
      setActiveSymbol(null);
    },
    sort: sort ?? (isSearch ? null : TAB_SORT[tab]),
    sortBy: (by: SortKey) => setSort(nextSort(sort, by)),
    active: rows[activeIndex] ?? null,
    activeIndex,
    /** Moves the active row by a key; false for any other key. */
    moveBy: (key: string): boolean => {
      const step = STEPS[key];
      if (step === undefined) return false;
      const next = Math.min(Math.max(activeIndex + step, 0), rows.length - 1);
      setActiveSymbol(rows[next]?.symbol ?? null);
      return true;
    },
  };
}

export type Picker = ReturnType<typeof usePicker>;
