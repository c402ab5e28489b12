"use client";

import { useMemo } from "react";
import useSWRImmutable from "swr/immutable";
import { getJson } from "@/lib/client/api/market-api";
import { readRiskTerms } from "@/lib/client/orders/instrument/trading-instrument";
import { calculateLiveLiquidation, type RiskTerms } from "@/lib/client/portfolio/live-liquidation";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import { formatDecimal, parseDecimal } from "@/lib/core/decimal";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/**
 * Liquidation price of the position in a symbol: in isolated margin its own; in cross margin the account's at
 * the current marks, or the server's estimate until the terms of all symbols are loaded. Null without one.
 */
export function useLiquidationPrice(symbol: string, listed: InstrumentDto | null): string | null {
  const { snapshot } = usePortfolio();
  const isCross = snapshot?.marginMode === "cross";
  const openSymbols = isCross ? snapshot.positions.map((one) => one.symbol).join(",") : "";
  const { data: terms } = useSWRImmutable(openSymbols === "" ? null : `risk-terms:${openSymbols}`, () =>
    loadTerms(openSymbols),
  );
  const own = useMemo(() => listed && { symbol, tickSize: parseDecimal(listed.tickSize) }, [symbol, listed]);
  const live = useLiveFigure(({ positions }) =>
    !isCross || !terms || !own
      ? null
      : calculateLiveLiquidation(snapshot, own, {
          terms,
          readMark: (one) => positions.get(one)?.mark ?? null,
        }),
  );
  if (isCross && terms && own) return live === null ? null : formatDecimal(live);
  return snapshot?.positions.find((one) => one.symbol === symbol)?.liquidationPrice ?? null;
}

async function loadTerms(symbols: string): Promise<Map<string, RiskTerms>> {
  const costs = await Promise.all(
    symbols.split(",").map((symbol) => getJson<TradingCosts>(`/api/instruments/costs?symbol=${symbol}`)),
  );
  return new Map(costs.map((one) => [one.symbol, readRiskTerms(one)]));
}
