"use client";

import { usePortfolioValue } from "@/lib/client/portfolio/use-portfolio";
import type { PositionSide } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import type { PortfolioSnapshot } from "@/lib/schemas/trading/trading-responses";

type Held = { symbol: string; side: PositionSide };

/** The part of a request that says which position of a hedged symbol is meant; nothing in one-way mode. */
export function nameRequestSide(
  portfolio: Pick<PortfolioSnapshot, "hedge">,
  { symbol, side }: Held,
): { side?: PositionSide } {
  return isHedged(portfolio, symbol) ? { side } : {};
}

/** The same for the portfolio that is shown. */
export function useNamedSide({ symbol, side }: Held): { side?: PositionSide } {
  const isOneSide = usePortfolioValue((portfolio) => isHedged(portfolio, symbol)) ?? false;
  return isOneSide ? { side } : {};
}
