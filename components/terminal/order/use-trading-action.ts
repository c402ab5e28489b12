"use client";

import { useCallback, useState } from "react";
import { tell } from "@/components/terminal/news/toast-queue";
import { retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { TradingResponse } from "@/lib/schemas/trading-answers";

/**
 * Runs one write at a time: applies the resulting state, and shows a rejection as a toast. `run` returns the
 * rejection's sentence, or null on success.
 */
export function useTradingAction(): {
  run: (action: () => Promise<TradingResponse>) => Promise<string | null>;
  isBusy: boolean;
} {
  const [isBusy, setBusy] = useState(false);
  const run = useCallback(async (action: () => Promise<TradingResponse>) => {
    setBusy(true);
    try {
      const response = await retryIdempotent(action);
      getPortfolioStore().takeSnapshot(response.portfolio);
      return null;
    } catch (error) {
      const message = error instanceof Error ? error.message : "That could not be done.";
      tell((toast) => toast.error("Not done", { description: message }));
      return message;
    } finally {
      setBusy(false);
    }
  }, []);
  return { run, isBusy };
}
