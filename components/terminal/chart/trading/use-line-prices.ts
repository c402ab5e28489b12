"use client";

import { useMemo } from "react";
import type { LinePrices } from "@/components/terminal/chart/trading/list-trade-lines";
import { useTickValue } from "@/lib/client/market/use-ticker";
import { findTrailLevel } from "@/lib/client/orders/find-trail-level";
import { useTradingInstrument } from "@/lib/client/orders/instrument/use-trading-instrument";
import { calculateBreakEven } from "@/lib/client/orders/position-costs";
import { useLiquidationPrice } from "@/lib/client/portfolio/use-liquidation-price";
import { formatDecimal } from "@/lib/core/decimal";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { InstrumentDto } from "@/lib/schemas/market/market";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

/** The prices of a symbol's lines that follow from the market. Changes only with one of them. */
export function useLinePrices(portfolio: PortfolioSnapshot | null, listed: InstrumentDto): LinePrices {
  const { symbol } = listed;
  const { takerRate } = useTradingInstrument(listed);
  const longLiquidation = useLiquidationPrice({ symbol, side: "long" }, listed);
  const shortLiquidation = useLiquidationPrice({ symbol, side: "short" }, listed);
  const breakEvenOf = (side: PositionSide) => {
    const position = portfolio?.positions.find((one) => one.symbol === symbol && one.side === side);
    return position ? formatDecimal(calculateBreakEven(position, takerRate)) : null;
  };
  const [longBreakEven, shortBreakEven] = [breakEvenOf("long"), breakEvenOf("short")];
  const trailing = portfolio?.orders.filter((one) => one.symbol === symbol && one.trail !== null) ?? [];
  // One text for all of them, so that a tick that moves none renders nothing.
  const levels = useTickValue(symbol, ({ last }) =>
    trailing.flatMap((order) => findTrailLevel(order, last)?.concat(` ${order.id}`) ?? []).join("\n"),
  );
  return useMemo(() => {
    const rows = levels ? levels.split("\n") : [];
    const trails = new Map(
      rows.map((row) => [row.slice(row.indexOf(" ") + 1), row.slice(0, row.indexOf(" "))]),
    );
    const bySide = {
      long: { liquidation: longLiquidation, breakEven: longBreakEven },
      short: { liquidation: shortLiquidation, breakEven: shortBreakEven },
    };
    return { symbol, bySide, trails };
  }, [symbol, longLiquidation, shortLiquidation, longBreakEven, shortBreakEven, levels]);
}
