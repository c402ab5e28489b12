"use client";

import { useEffect, useSyncExternalStore } from "react";
import { collectEarlyNotifications } from "@/components/terminal/notifications/early-notifications";
import { wantToaster } from "@/components/terminal/notifications/toast-queue";
import { registerWorker } from "@/lib/client/register-worker";

/** Delay after which the terminal has finished loading. */
const AFTER_MS = 10_000;
/** The user is there: the next press may open anything. */
const INPUTS = ["pointermove", "pointerdown", "keydown"] as const;

const listeners = new Set<() => void>();
let isAhead = false;

/**
 * Loads what the first picture of the terminal does without: what opens by a press or a key, and what shows events. It
 * starts with the first input, with the first event, or after a while. On failure a part is loaded when needed.
 */
export function useLoadAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      start();
      // Without it the page works, and is not shown offline.
      if ("serviceWorker" in navigator) registerWorker().catch(() => {});
    }, AFTER_MS);
    for (const input of INPUTS) window.addEventListener(input, start, { once: true, passive: true });
    const stopCollecting = collectEarlyNotifications(start);
    return () => {
      clearTimeout(timer);
      for (const input of INPUTS) window.removeEventListener(input, start);
      stopCollecting();
    };
  }, []);
}

/** Whether parts are loaded that the first picture does without. */
export function useIsAhead(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAhead,
    () => false,
  );
}

function start(): void {
  if (isAhead) return;
  isAhead = true;
  for (const listener of [...listeners]) listener();
  wantToaster();
  const parts = [
    import("@/components/terminal/notifications/notification-parts"),
    // The browser stores a limited number of entries: counting starts early.
    import("@/components/terminal/menus/menu-parts").then(({ readPageBytes }) => readPageBytes()),
    import("@/components/terminal/chart/drawings/drawing-layer"),
    import("@/components/terminal/chart/menu/chart-menu-parts"),
    import("@/components/terminal/chart/style-layer"),
    import("@/components/terminal/order/fields/priced-fields"),
    import("@/components/terminal/book/tape-panel"),
    import("@/components/terminal/market/market-picker"),
    import("@/components/terminal/menus/command-menu"),
    import("@/components/terminal/layout/shortcuts-sheet"),
    import("@/components/ui/popup-surface"),
    import("@/components/ui/confirm-dialog"),
    import("@/components/terminal/account/later-tabs"),
  ];
  void Promise.allSettled(parts);
}
