"use client";

import { useCallback, useState } from "react";
import { tell } from "@/components/terminal/news/toast-queue";
import { retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { TradingResponse } from "@/lib/schemas/trading-answers";

/**
 * Carries out one write at a time: takes the state that it led to, and says a rejection as a toast. `run`
 * responds with the rejection's sentence, or null when it was done.
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
