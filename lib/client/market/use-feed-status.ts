"use client";

import { useSyncExternalStore } from "react";
import type { FeedView } from "@/lib/client/market/feed-status";
import { getTickStore } from "@/lib/client/market/tick-store";

const subscribe = (listener: () => void) => getTickStore().subscribeStatus(listener);

/** The feed's status with its age; renders about twice a second. */
export function useFeedStatus(): FeedView | null {
  return useSyncExternalStore(
    subscribe,
    () => getTickStore().readStatus(),
    () => null,
  );
}

/** One primitive out of the feed's status: renders only when that value changes. */
export function useFeedValue<T extends string | number | boolean | null>(
  select: (status: FeedView) => T,
): T | null {
  return useSyncExternalStore(
    subscribe,
    () => select(getTickStore().readStatus()),
    () => null,
  );
}
