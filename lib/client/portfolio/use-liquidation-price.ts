"use client";

import { useMemo } from "react";
import { getJson } from "@/lib/client/api/market-api";
import { useSharedRead } from "@/lib/client/api/use-shared-read";
import { readRiskTerms } from "@/lib/client/orders/instrument/trading-instrument";
import { positionKey } from "@/lib/client/portfolio/live-figures";
import type { RiskTerms } from "@/lib/client/portfolio/live-liquidation";
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
  const { data: cross } = useSharedRead(
    openSymbols === "" ? null : `risk-terms:${openSymbols}`,
    () => loadCross(openSymbols),
    { isConstant: true },
  );
  const asked = useMemo(
    () => listed && { symbol, side, tickSize: parseDecimal(listed.tickSize) },
    [symbol, side, listed],
  );
  const live = useLiveFigure(({ positions }) =>
    !isCross || !cross || !asked
      ? null
      : cross.calculate(snapshot, asked, {
          terms: cross.terms,
          readMark: (one) => positions.get(positionKey(one))?.mark ?? null,
        }),
  );
  if (isCross && cross && asked) return live === null ? null : formatDecimal(live);
  const own = snapshot?.positions.find((one) => one.symbol === symbol && one.side === side);
  return own?.liquidationPrice ?? null;
}

/** The formula of cross margin, which most portfolios do without, and the terms of the symbols. */
async function loadCross(symbols: string) {
  const [{ calculateLiveLiquidation: calculate }, costs] = await Promise.all([
    import("@/lib/client/portfolio/live-liquidation"),
    Promise.all(
      symbols.split(",").map((symbol) => getJson<TradingCosts>(`/api/instruments/costs?symbol=${symbol}`)),
    ),
  ]);
  const terms = new Map<string, RiskTerms>(costs.map((one) => [one.symbol, readRiskTerms(one)]));
  return { calculate, terms };
}
