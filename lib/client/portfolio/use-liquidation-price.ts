"use client";

import { useMemo } from "react";
import useSWRImmutable from "swr/immutable";
import { getJson } from "@/lib/client/api/market-api";
import { readRiskTerms } from "@/lib/client/orders/instrument/trading-instrument";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import { calculateLiveLiquidation, type RiskTerms } from "@/lib/client/portfolio/live-liquidation";
import { useLiveFigure } from "@/lib/client/portfolio/use-live-figure";
import { usePortfolio } from "@/lib/client/portfolio/use-portfolio";
import { formatDecimal, parseDecimal } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { TradingCosts } from "@/lib/schemas/market/market-responses";

/**
 * Liquidation price of a position: in isolated margin its own; in cross margin the account's at
 * the current marks, or the server's estimate until the terms of all symbols are loaded. Null without one.
 */
export function useLiquidationPrice(
  { symbol, side }: { symbol: string; side: PositionSide },
  listed: InstrumentDto | null,
): string | null {
  const { snapshot } = usePortfolio();
  const isCross = snapshot?.marginMode === "cross";
  const openSymbols = isCross ? [...new Set(snapshot.positions.map((one) => one.symbol))].join(",") : "";
  const { data: terms } = useSWRImmutable(openSymbols === "" ? null : `risk-terms:${openSymbols}`, () =>
    loadTerms(openSymbols),
  );
  const asked = useMemo(
    () => listed && { symbol, side, tickSize: parseDecimal(listed.tickSize) },
    [symbol, side, listed],
  );
  const live = useLiveFigure(({ positions }) =>
    !isCross || !terms || !asked
      ? null
      : calculateLiveLiquidation(snapshot, asked, {
          terms,
          readMark: (one) => positions.get(positionKey(one))?.mark ?? null,
        }),
  );
  if (isCross && terms && asked) return live === null ? null : formatDecimal(live);
  const own = snapshot?.positions.find((one) => one.symbol === symbol && one.side === side);
  return own?.liquidationPrice ?? null;
}

async function loadTerms(symbols: string): Promise<Map<string, RiskTerms>> {
  const costs = await Promise.all(
    symbols.split(",").map((symbol) => getJson<TradingCosts>(`/api/instruments/costs?symbol=${symbol}`)),
  );
  return new Map(costs.map((one) => [one.symbol, readRiskTerms(one)]));
}
