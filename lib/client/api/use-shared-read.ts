"use client";

import { useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import {
  changeShared,
  readShared,
  reloadShared,
  type SharedRead,
  subscribeShared,
} from "@/lib/client/api/shared-reads";

/**
 * What was read under a key, shared by all components that use it; nothing is read for the key null. It does for the
 * terminal what SWR does for the other pages, which is a fortieth of the terminal's script.
 */
export function useSharedRead<T>(
  key: string | null,
  load: () => Promise<T>,
  options: { isConstant?: boolean; refreshMs?: (data: T | undefined) => number } = {},
): SharedRead<T> & {
  reload: () => Promise<void>;
  /** Changes what is known, after a write. */
  change: (change: (known: T | undefined) => T) => void;
} {
  const { isConstant, refreshMs } = options;
  const latest = useRef(load);
  useEffect(() => {
    latest.current = load;
  });
  const subscribe = useCallback(
    (listener: () => void) =>
      key === null ? () => {} : subscribeShared(key, { load: () => latest.current(), listener, isConstant }),
    [key, isConstant],
  );
  const state = useSyncExternalStore(
    subscribe,
    () => readShared<T>(key),
    () => readShared<T>(null),
  );
  const pauseMs = refreshMs?.(state.data) ?? 0;
  useEffect(() => {
    if (key === null || pauseMs === 0) return;
    const timer = setInterval(() => void reloadShared(key), pauseMs);
    return () => clearInterval(timer);
  }, [key, pauseMs]);
  const reload = useCallback(async () => {
    if (key !== null) await reloadShared(key);
  }, [key]);
  const change = useCallback(
    (next: (known: T | undefined) => T) => {
      if (key !== null) changeShared(key, next);
    },
    [key],
  );
  return { ...state, reload, change };
}
