"use client";

import { useMemo } from "react";
import { groupPrice } from "@/lib/client/market/group-book";
import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";

/** The groups of the book in which the trader's limit orders wait, by side. */
export function useOwnPrices(symbol: string, step: string): Record<"bid" | "ask", ReadonlySet<number>> {
  const orders = usePortfolioValue((portfolio) => portfolio.orders);
  return useMemo(() => {
    const waiting = (orders ?? []).filter(
      (order) => order.symbol === symbol && order.kind === "limit" && order.status !== "QUEUED",
    );
    const pricesOf = (side: "bid" | "ask", own: "buy" | "sell") =>
      new Set(
        waiting.flatMap((order) =>
          order.side === own && order.price !== null ? [groupPrice(order.price, { side, step })] : [],
        ),
      );
    return { bid: pricesOf("bid", "buy"), ask: pricesOf("ask", "sell") };
  }, [orders, symbol, step]);
}
