"use client";

import { useEffect } from "react";
import { wantToaster } from "@/components/terminal/notifications/toast-queue";
import { registerWorker } from "@/lib/client/register-worker";

/** Delay after which the terminal has finished loading. */
const AFTER_MS = 10_000;

/**
 * Preloads what opens by a press or a key, and the notice of a lost connection. On failure it is loaded when
 * needed.
 */
export function useLoadAhead(): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      wantToaster();
      const parts = [
        import("@/components/terminal/market/market-picker"),
        import("@/components/terminal/menus/command-menu"),
        import("@/components/terminal/layout/shortcuts-sheet"),
        import("@/components/ui/confirm-dialog"),
        import("@/components/terminal/account/tables/history-table"),
        import("@/components/terminal/account/tables/fills-table"),
        import("@/components/terminal/account/tables/events-table"),
      ];
      void Promise.allSettled(parts);
      // Without it the page works, and is not shown offline.
      if ("serviceWorker" in navigator) registerWorker().catch(() => {});
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}
