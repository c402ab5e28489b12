import { admitsHedging } from "@/lib/core/challenge/plan";
import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isHedged } from "@/lib/core/engine/state/hedge";
import type { MarginMode, PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Sets hedge or one-way mode of a symbol, or of all symbols. What has a position or an order keeps its mode; without a
 * change there is no event. A challenge with rules that count the positions of a symbol stays in one-way mode.
 */
export function setPositionMode(
  draft: Draft,
  { symbol, isHedged: isWanted }: { symbol: string | null; isHedged: boolean },
): RejectReason | null {
  const { state, context } = draft;
  if (state.lock !== null) return "portfolio_locked";
  if (isWanted && (state.kind !== "perpetual" || !context.rules.supportsHedging)) return "mode_not_allowed";
  const { challenge } = state;
  if (isWanted && challenge !== null && !admitsHedging(challenge.plan, challenge.phase))
    return "hedge_not_allowed";
  if (symbol !== null && !context.instruments.has(symbol)) return "instrument_unknown";
  const isChanged = (one: string) => isHedged(state, one) !== isWanted;
  const isMeant = (item: { symbol: string }) =>
    (symbol === null || item.symbol === symbol) && isChanged(item.symbol);
  if (state.positions.some(isMeant)) return "mode_with_position";
  if (state.orders.some(isMeant)) return "mode_with_orders";
  const isSame = symbol === null ? isUniform(state, isWanted) : !isChanged(symbol);
  if (!isSame) emit(draft, { type: "position-mode-set", symbol, isHedged: isWanted });
  return null;
}

/** Sets the margin mode of a portfolio without positions and orders. A challenge keeps that of its plan. */
export function setMarginMode(draft: Draft, { marginMode }: { marginMode: MarginMode }): RejectReason | null {
  const { state } = draft;
  if (state.lock !== null) return "portfolio_locked";
  if (state.marginMode === marginMode) return null;
  if (state.kind !== "perpetual" || state.challenge !== null) return "mode_not_allowed";
  if (state.positions.length > 0) return "mode_with_position";
  if (state.orders.length > 0) return "mode_with_orders";
  emit(draft, { type: "margin-mode-set", marginMode });
  return null;
}

function isUniform({ hedge }: PortfolioState, isWanted: boolean): boolean {
  return (hedge?.isUsual ?? false) === isWanted && (hedge?.symbols.length ?? 0) === 0;
}
