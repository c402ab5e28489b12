import { type Decimal, max } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { calculateLiquidation } from "@/lib/core/engine/margin/liquidate";
import { calculateLargestValueOf } from "@/lib/core/engine/matching/largest-value";
import { isLeverageAboveRule } from "@/lib/core/engine/orders/find-rule-rejection";
import { isLeverageAbove } from "@/lib/core/engine/orders/reject";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isBeyondLiquidation, isStopBeyondLiquidation } from "@/lib/core/engine/orders/stop-check";
import { isLong } from "@/lib/core/engine/positions/position";
import { findPosition, leverageOf } from "@/lib/core/engine/state/state";

/**
 * Sets the leverage of a symbol. With an open position only if the margin covers it, the position isn't
 * liquidated by it, and no stop, attached to an open order or on the position, ends up beyond the liquidation
 * price.
 */
export function setLeverage(
  draft: Draft,
  input: { symbol: string; leverage: Decimal; replacesStop?: boolean },
): RejectReason | null {
  const { state, context } = draft;
  const { symbol, leverage, replacesStop = false } = input;
  const instrument = context.instruments.get(symbol);
  if (instrument === undefined) return "instrument_unknown";
  const position = findPosition(state, symbol);
  const last = marketOf(context, symbol)?.last ?? null;
  const bought = calculateLargestValueOf(state, { symbol, side: "buy", last });
  const value = max(bought, calculateLargestValueOf(state, { symbol, side: "sell", last }));
  const fault = checkLeverage(leverage, context.rules.leverageStep);
  if (fault !== null) return fault;
  if (isLeverageAbove(leverage, instrument, value)) return "leverage_above_cap";
  if (isLeverageAboveRule(state, symbol, leverage)) return "leverage_above_rule";
  if (leverage === (position?.leverage ?? leverageOf(state, symbol))) return null;
  emit(draft, { type: "leverage-set", symbol, leverage });
  if (context.rules.freeMargin(draft.state, context) < 0n) return "insufficient_margin";
  if (isLiquidatedNow(draft, symbol)) return "insufficient_margin";
  const isBeyond = isOrderBeyond(draft, symbol) || (!replacesStop && isPositionStopBeyond(draft, symbol));
  return isBeyond ? "stop_beyond_liquidation" : null;
}

function isLiquidatedNow(draft: Draft, symbol: string): boolean {
  const market = marketOf(draft.context, symbol);
  if (market === null) return false;
  return draft.state.positions.some((position) => {
    const price = position.symbol === symbol ? calculateLiquidation(draft, position) : null;
    if (price === null) return false;
    return isLong(position) ? market.mark <= price : market.mark >= price;
  });
}

function isPositionStopBeyond(draft: Draft, symbol: string): boolean {
  return draft.state.positions.some(
    (position) =>
      position.symbol === symbol &&
      position.stopLoss !== null &&
      isBeyondLiquidation(draft, position, position.stopLoss.price),
  );
}

function isOrderBeyond(draft: Draft, symbol: string): boolean {
  const { state, context } = draft;
  if (!context.rules.checksIntent) return false;
  const market = marketOf(context, symbol);
  return state.orders.some((order) => {
    if (order.symbol !== symbol) return false;
    const others = { ...state, orders: state.orders.filter((item) => item !== order) };
    return isStopBeyondLiquidation({ state: others, order, context, market });
  });
}
