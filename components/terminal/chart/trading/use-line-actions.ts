"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { TradeLine } from "@/components/terminal/chart/trading/list-trade-lines";
import { useConfirmation } from "@/components/terminal/order/use-confirmation";
import { useTradingAction } from "@/components/terminal/order/use-trading-action";
import { createId } from "@/lib/client/api/create-id";
import { deleteOrder, patchOrder, patchPosition, postClose } from "@/lib/client/api/trading-api";
import { nameRequestSide } from "@/lib/client/portfolio/named-side";
import { groupDigits } from "@/lib/core/alerts/group-digits";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/** What moving and ending the lines of a portfolio does. The caller renders `question`. */
export function useLineActions(portfolio: Pick<PortfolioSnapshot, "id" | "hedge"> | null): {
  /** Returns the error, or null on success. */
  move: (line: TradeLine, price: string) => Promise<string | null>;
  end: (line: TradeLine) => void;
  question: ReactNode;
} {
  const portfolioId = portfolio?.id ?? null;
  const t = useTranslations("terminal.positionRow");
  const { run } = useTradingAction();
  const { ask, question } = useConfirmation("chartOrder");
  const move = async ({ move: change }: TradeLine, price: string) => {
    if (portfolioId === null || !change || change.kind === "alert") return null;
    if ("order" in change) {
      return run("amend", () => patchOrder(change.order.id, { portfolioId, [change.kind]: price }));
    }
    const { symbol, [change.kind]: present } = change.position;
    const stop = { price, by: present?.by ?? "last" };
    const named = portfolio ? nameRequestSide(portfolio, change.position) : {};
    return run("stops", () => patchPosition(symbol, { portfolioId, ...named, [change.kind]: stop }));
  };
  const end = ({ end: ended }: TradeLine) => {
    if (portfolioId === null || !ended) return;
    if (ended.kind === "order") return void run("cancel", () => deleteOrder(ended.order));
    const { symbol, side, qty } = ended.position;
    const named = portfolio ? nameRequestSide(portfolio, ended.position) : {};
    if (ended.kind !== "position") {
      return void run("stops", () => patchPosition(symbol, { portfolioId, ...named, [ended.kind]: null }));
    }
    const texts = {
      title: t("closeTitle", { symbol }),
      description: t("closeText", { percent: "100", side, qty: groupDigits(qty), symbol }),
      confirm: t("close"),
    };
    ask(texts, () => {
      const body = { portfolioId, clientOrderId: createId(), ...named, fraction: "1" };
      void run("close", () => postClose(symbol, body));
    });
  };
  return { move, end, question };
}
