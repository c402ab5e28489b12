"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useConfirmation } from "@/components/terminal/order/use-confirmation";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { createId } from "@/lib/client/api/create-id";
import { postCloseAll } from "@/lib/client/api/trading-api";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

/**
 * Closes every position at market, after a confirmation that can be turned off. The caller renders
 * `question`; `onDone` is called after it.
 */
export function useCloseAll(onDone?: () => void): {
  ask: () => void;
  isBusy: boolean;
  question: ReactNode;
} {
  const t = useTranslations("terminal.account");
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const count = usePortfolioValue((portfolio) => portfolio.positions.length) ?? 0;
  const { run, isBusy } = useTradingAction();
  const { ask, question } = useConfirmation("closeAll", onDone);
  const closeAll = () => {
    if (portfolioId === null) return;
    const body = { portfolioId, clientOrderId: createId() };
    void run("closeAll", () => postCloseAll(body));
  };
  const texts = {
    title: t("closeAllTitle"),
    description: t("closeAllText", { count }),
    confirm: t("closeAllConfirm"),
  };
  return { ask: () => ask(texts, closeAll), isBusy, question };
}
