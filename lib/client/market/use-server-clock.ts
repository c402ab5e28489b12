"use client";

import { useSyncExternalStore } from "react";
import { type ClockAlignment, readAlignment, subscribeClock } from "@/lib/client/market/server-clock";

/**
 * Offset of the local clock to the server's, with the latency in ms; null until the first probes returned.
 */
export function useServerClock(): ClockAlignment | null {
  return useSyncExternalStore(subscribeClock, readAlignment, () => null);
}
