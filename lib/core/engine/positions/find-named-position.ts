import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import type { Position, PositionSide } from "@/lib/core/engine/positions/position";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";

/** The position that a command is about, or why there is none: of a hedged symbol's two, `side` chooses. */
export function findNamedPosition(
  state: PortfolioState,
  { symbol, side }: { symbol: string; side?: PositionSide },
): Position | RejectReason {
  const position = findPosition(state, symbol, side);
  if (position === null) return "no_position";
  const isUnclear =
    side === undefined && state.positions.some((one) => one !== position && one.symbol === symbol);
  return isUnclear ? "position_side_missing" : position;
}
