"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { createId } from "@/lib/client/api/create-id";
import { postCloseAll } from "@/lib/client/api/trading-api";
import { createPersisted, usePersisted } from "@/lib/client/persisted";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/confirm-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** Whether closing everything asks for confirmation; the dialog can turn that off. */
const closeAllConfirmed = createPersisted<boolean>({
  key: "tz:confirm-close-all",
  initial: true,
  parse: (stored) => stored !== false,
});

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
  const asksFirst = usePersisted(closeAllConfirmed);
  const portfolioId = usePortfolioValue((portfolio) => portfolio.id);
  const count = usePortfolioValue((portfolio) => portfolio.positions.length) ?? 0;
  const [isAsking, setAsking] = useState(false);
  const { run, isBusy } = useTradingAction();
  const leave = () => {
    setAsking(false);
    onDone?.();
  };
  const closeAll = () => {
    leave();
    if (portfolioId === null) return;
    const body = { portfolioId, clientOrderId: createId() };
    void run("closeAll", () => postCloseAll(body));
  };
  const question = isAsking && (
    <ConfirmDialog
      title={t("closeAllTitle")}
      description={t("closeAllText", { count })}
      confirm={t("closeAllConfirm")}
      onCancel={leave}
      onConfirm={(isSilenced) => {
        if (isSilenced) closeAllConfirmed.write(false);
        closeAll();
      }}
    />
  );
  return { ask: () => (asksFirst ? setAsking(true) : closeAll()), isBusy, question };
}
