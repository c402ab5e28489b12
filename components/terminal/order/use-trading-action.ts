"use client";

import { type Messages, useTranslations } from "next-intl";
import { useCallback, useState } from "react";
import { showToast } from "@/components/terminal/notifications/toast-queue";
import { explainError } from "@/lib/client/api/explain-error";
import { retryIdempotent } from "@/lib/client/api/retry-idempotent";
import { getPortfolioStore } from "@/lib/client/portfolio/portfolio-store";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";

type ActionName = Exclude<keyof Messages["terminal"]["action"]["failed"], "invalid">;

/**
 * Runs one write at a time: applies the resulting state, and shows a rejection as a toast whose title is the
 * text of `name`. `run` returns the rejection's sentence, or null on success.
 */
export function useTradingAction(): {
  run: (name: ActionName, action: () => Promise<TradingResponse>) => Promise<string | null>;
  isBusy: boolean;
} {
  const t = useTranslations("terminal.action");
  const errors = useTranslations("common.error");
  const [isBusy, setBusy] = useState(false);
  const run = useCallback(
    async (name: ActionName, action: () => Promise<TradingResponse>) => {
      setBusy(true);
      try {
        const response = await retryIdempotent(action);
        getPortfolioStore().applySnapshot(response.portfolio);
        return null;
      } catch (error) {
        const message = explainError(error, errors);
        showToast((toast) => toast.error(t(`failed.${name}`), { description: message }));
        return message;
      } finally {
        setBusy(false);
      }
    },
    [t, errors],
  );
  return { run, isBusy };
}
