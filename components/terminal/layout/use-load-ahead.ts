"use client";

import { useEffect } from "react";
import { wantToaster } from "@/components/terminal/news/toast-queue";

/** By then the desk has come to rest. */
const AFTER_MS = 10_000;

/**
 * Loads what opens by a press or a key, and what tells of a lost connection, before it is wanted. Where that fails,
 * it is loaded when it is wanted.
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
    }, AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}
