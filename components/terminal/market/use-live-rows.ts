"use client";

import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { getTickStore } from "@/lib/client/market/tick-store";
import type { Tick } from "@/lib/schemas/market/market";

/** A list that scrolls or is being searched follows no prices until it has stood still for this, in ms. */
const QUIET_MS = 200;

/**
 * The symbols among `visible` (joined by commas) that are followed: all of them once they have stood still. The rows
 * that scroll out of view while others come in change nothing, so that the stream is not asked for again at each.
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

/** The newest tick of a row that is followed; null for any other. */
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
