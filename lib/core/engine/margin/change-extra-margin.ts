import { abs, add, div, type Money, neg, notional } from "@/lib/core/decimal";
import { type Draft, isFresh, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { calculateRemovableMargin } from "@/lib/core/engine/margin/margin";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isProtectionLost } from "@/lib/core/engine/orders/stop-check";
import { findNamedPosition } from "@/lib/core/engine/positions/find-named-position";
import { type Position, type PositionSide, unrealisedPnl } from "@/lib/core/engine/positions/position";
import { nameSide } from "@/lib/core/engine/state/state";

/**
 * Adds free margin to an isolated position, or removes added margin (`amount` below zero). After a removal
 * the position's equity is at least its initial margin, both at the current mark, and its stops are on the
 * near side of the liquidation price.
 */
export function changeExtraMargin(
  draft: Draft,
  input: { symbol: string; side?: PositionSide; amount: Money },
): RejectReason | null {
  const { state, context } = draft;
  const { symbol, amount } = input;
  if (!context.instruments.has(symbol)) return "instrument_unknown";
  const position = findNamedPosition(state, input);
  if (typeof position === "string") return position;
  if (state.kind !== "perpetual" || state.marginMode !== "isolated") return "margin_not_isolated";
  if (amount === 0n) return null;
  if (amount > 0n && amount > context.rules.freeMargin(state, context)) return "insufficient_margin";
  const extraMargin = add(position.extraMargin, amount);
  if (amount < 0n) {
    const reason = findRemovalFault(draft, { ...position, extraMargin }, neg(amount));
    if (reason !== null) return reason;
  }
  emit(draft, { type: "margin-adjusted", symbol, ...nameSide(state, position), amount, extraMargin });
  return null;
}

/** The reason why `removed` may not be removed, which would leave the position as `after`; or null. */
function findRemovalFault(draft: Draft, after: Position, removed: Money): RejectReason | null {
  const { context } = draft;
  const market = marketOf(context, after.symbol);
  const instrument = context.instruments.get(after.symbol);
  if (market === null || instrument === undefined || !isFresh(context, market)) return "market_data_stale";
  const removable = calculateRemovableMargin({
    margin: add(context.rules.positionMargin(after, instrument), removed),
    extraMargin: add(after.extraMargin, removed),
    pnl: unrealisedPnl(after, market.mark),
    initialMargin: div(notional(market.mark, abs(after.qty)), after.leverage),
  });
  if (removed > removable) return "margin_below_initial";
  return isProtectionLost(draft, after) ? "stop_beyond_liquidation" : null;
}
