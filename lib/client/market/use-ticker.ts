"use client";

import { useCallback, useSyncExternalStore } from "react";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { BookDto, Tick, TradePrint } from "@/lib/schemas/market/market";

const readNothing = () => null;

/** The newest tick of a symbol, at most one change per frame; null until it has arrived. */
export function useTicker(symbol: string): Tick | null {
  return useTickValue(symbol, (tick) => tick);
}

/**
 * One value out of the newest tick: the component renders only when that value changes. `select` must
 * return a primitive or the tick itself.
 */
export function useTickValue<T>(symbol: string, select: (tick: Tick) => T): T | null {
  return useValueOf("tick", symbol, select);
}

/** The same for a row of a list, at the list's rate. Bid, ask, index and candle may be null there. */
export function useRowValue<T>(symbol: string, select: (tick: Tick) => T): T | null {
  return useValueOf("row", symbol, select);
}

function useValueOf<T>(topic: "row" | "tick", symbol: string, select: (tick: Tick) => T): T | null {
  const subscribe = useCallback(
    (listener: () => void) => getTickStore().subscribe(topic, symbol, listener),
    [topic, symbol],
  );
  const read = () => {
    const tick = getTickStore().readTick(symbol);
    return tick ? select(tick) : null;
  };
  return useSyncExternalStore(subscribe, read, readNothing);
}

/** The newest order book of a symbol; null until it has arrived. */
export function useBook(symbol: string): BookDto | null {
  const subscribe = useCallback(
    (listener: () => void) => getTickStore().subscribe("book", symbol, listener),
    [symbol],
  );
  return useSyncExternalStore(subscribe, () => getTickStore().readBook(symbol), readNothing);
}

/** The latest trades of a symbol, newest first; null until some have arrived. */
export function useTrades(symbol: string): TradePrint[] | null {
  const subscribe = useCallback(
    (listener: () => void) => getTickStore().subscribe("trades", symbol, listener),
    [symbol],
  );
  return useSyncExternalStore(subscribe, () => getTickStore().readTrades(symbol), readNothing);
}
