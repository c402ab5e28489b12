import type { PositionSide } from "@/lib/core/engine/positions/position";
import type { HedgeMode } from "@/lib/core/engine/state/hedge";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";

type Traded = { symbol: string; side: "buy" | "sell"; reduceOnly: boolean };

/** The position of a snapshot that an order changes: in hedge mode that of its own side. */
export function findTradedPosition<P extends { symbol: string; side: PositionSide }>(
  portfolio: { hedge: HedgeMode | null; positions: readonly P[] },
  order: Traded,
): P | null {
  const isOneSide = isHedged(portfolio, order.symbol);
  return (
    portfolio.positions.find(
      ({ symbol, side }) => symbol === order.symbol && (!isOneSide || side === tradedSide(order)),
    ) ?? null
  );
}
