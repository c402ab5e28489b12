"use client";

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { Tick } from "@/lib/schemas/market/market";

/** Delay after scrolling or searching before rows subscribe to prices, in ms. */
const QUIET_MS = 200;

/**
 * The subset of `visible` (joined by commas) that is subscribed: all of them once scrolling has stopped. Rows
 * scrolled in and out change nothing, so that the stream's demand does not change at each.
 */
export function useLiveRows(visible: string): ReadonlySet<string> {
  const [live, setLive] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setLive(visible), QUIET_MS);
    return () => clearTimeout(timer);
  }, [visible]);
  const symbols = useMemo(() => new Set(live.split(",").filter((symbol) => symbol !== "")), [live]);
  useEffect(() => {
    const store = getTickStore();
    const releases = [...symbols].map((symbol) => store.subscribe("row", symbol, () => {}));
    return () => {
      for (const release of releases) release();
    };
  }, [symbols]);
  return symbols;
}

/** The newest tick of a subscribed row; null for any other. */
export function useRowTick(symbol: string, isLive: boolean): Tick | null {
  const subscribe = useCallback(
    (listener: () => void) => (isLive ? getTickStore().subscribe("row", symbol, listener) : () => {}),
    [symbol, isLive],
  );
  return useSyncExternalStore(
    subscribe,
    () => (isLive ? getTickStore().readTick(symbol) : null),
    () => null,
  );
}
