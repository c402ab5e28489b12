"use client";

import { useEffect, useState } from "react";
import { type MarketSort, orderMarkets, starredSymbols } from "@/components/terminal/watchlist";
import { usePersisted } from "@/lib/client/persisted";
import type { Instrument } from "@/lib/schemas/market";

/** Rows that jump at every tick can't be clicked: the order is judged anew this often, in ms. */
const REORDER_MS = 3_000;

/** The instruments in the order of the list, following the market unhurriedly. */
export function useOrderedMarkets(
  instruments: readonly Instrument[],
  options: { search: string; sort: MarketSort },
): Instrument[] {
  const { search, sort } = options;
  const stars = usePersisted(starredSymbols);
  const [, setBeat] = useState(0);
  const isMoving = sort !== null && sort.by !== "symbol";
  useEffect(() => {
    if (!isMoving) return;
    const timer = setInterval(() => setBeat((beat) => beat + 1), REORDER_MS);
    return () => clearInterval(timer);
  }, [isMoving]);
  return orderMarkets(instruments, { search, stars, sort });
}
