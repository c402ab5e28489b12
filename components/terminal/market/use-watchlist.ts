"use client";

import { useEffect, useState } from "react";
import { orderWatchlist, starredSymbols, type WatchlistSort } from "@/components/terminal/market/watchlist";
import { getTickStore } from "@/lib/client/market/tick-store";
import { useInstruments } from "@/lib/client/orders/instrument/use-instrument";
import { usePersisted } from "@/lib/client/persisted";
import type { InstrumentDto } from "@/lib/schemas/market/market";

/** The order is updated this often, in ms: rows that move at every tick can't be clicked. */
const REORDER_MS = 3_000;

/** The watchlist's instruments in its order, updated at intervals. */
export function useWatchlist(popular: readonly InstrumentDto[], sort: WatchlistSort): InstrumentDto[] {
  const favourites = useInstruments(usePersisted(starredSymbols));
  const [, setRound] = useState(0);
  const isMoving = sort !== null && sort.by !== "symbol";
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setRound((round) => round + 1), REORDER_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return orderWatchlist({ favourites, popular }, sort, (symbol) => {
    const tick = getTickStore().readTick(symbol);
    return sort && sort.by !== "symbol" ? (tick?.[sort.by] ?? null) : null;
  });
}
