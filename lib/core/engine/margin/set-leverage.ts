import { type Decimal, type Money, max } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import { type Draft, marketOf } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { calculateLargestValueOf } from "@/lib/core/engine/margin/calculate-largest-value-of";
import { calculateLiquidation } from "@/lib/core/engine/margin/liquidate";
import { isLeverageAboveRule } from "@/lib/core/engine/orders/find-rule-rejection";
import type { Order, Side } from "@/lib/core/engine/orders/order";
import { isLeverageAbove } from "@/lib/core/engine/orders/reject";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { isBeyondLiquidation, isStopBeyondLiquidation } from "@/lib/core/engine/orders/stop-check";
import {
  isLong,
  POSITION_SIDES,
  type Position,
  type PositionSide,
  sideOf,
} from "@/lib/core/engine/positions/position";
import { isHedged, tradedSide } from "@/lib/core/engine/state/hedge";
import {
  findPosition,
  leverageOf,
  orderLeverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

/**
 * Sets the leverage of a symbol, or of one side of a hedged one. With an open position only if the margin covers it, or it
 * releases margin of an account that lacks it, the position isn't liquidated by it, and no stop, attached to an open order
 * or on the position, gets beyond the liquidation price by it.
 */
export function setLeverage(
  draft: Draft,
  input: { symbol: string; side?: PositionSide; leverage: Decimal; replacesStop?: boolean },
): RejectReason | null {
  const { state, context } = draft;
  const { symbol, side, leverage, replacesStop = false } = input;
  const instrument = context.instruments.get(symbol);
  if (instrument === undefined) return "instrument_unknown";
  if (side !== undefined && !isHedged(state, symbol)) return "position_mode_differs";
  // A cross account has one margin, whose use by a symbol has one leverage.
  if (side !== undefined && state.marginMode !== "isolated") return "margin_not_isolated";
  const fault = checkLeverage(leverage, context.rules.leverageStep);
  if (fault !== null) return fault;
  if (isLeverageAbove(leverage, instrument, calculateValue(draft, input))) return "leverage_above_cap";
  if (isLeverageAboveRule(state, symbol, leverage)) return "leverage_above_rule";
  const changing = listChangingSides(state, input);
  if (changing.length === 0) return null;
  emit(draft, { type: "leverage-set", symbol, ...(side !== undefined && { side }), leverage });
  const free = context.rules.freeMargin(draft.state, context);
  if (free < 0n && free < context.rules.freeMargin(state, context)) return "insufficient_margin";
  const [only, ...others] = changing;
  const changed = isHedged(state, symbol) && others.length === 0 ? { symbol, side: only } : { symbol };
  if (isLiquidatedNow(draft, changed)) return "insufficient_margin";
  const isBeyond = isOrderBeyond({ before: state, draft }, changed);
  return isBeyond || (!replacesStop && isPositionStopBeyond({ before: state, draft }, changed))
    ? "stop_beyond_liquidation"
    : null;
}

/** The larger side of the symbol with all its orders, or that of the side in question. */
function calculateValue(
  { state, context }: Draft,
  { symbol, side }: { symbol: string; side?: PositionSide },
): Money {
  const last = marketOf(context, symbol)?.last ?? null;
  const largest = (way: Side) => calculateLargestValueOf(state, { symbol, side: way, last });
  if (side !== undefined) return largest(side === "long" ? "buy" : "sell");
  return max(largest("buy"), largest("sell"));
}

/** The sides, of those in question, whose leverage is another one. */
function listChangingSides(
  state: PortfolioState,
  { symbol, side, leverage }: { symbol: string; side?: PositionSide; leverage: Decimal },
): PositionSide[] {
  const sides = side === undefined ? POSITION_SIDES : [side];
  return sides.filter((one) => {
    const position = findPosition(state, symbol, isHedged(state, symbol) ? one : undefined);
    return leverage !== (position?.leverage ?? leverageOf(state, symbol, one));
  });
}

/** What has the leverage: of one side of a hedged symbol the positions and orders of that side alone. */
type Changed = { symbol: string; side?: PositionSide | undefined };

function isOfSide({ symbol, side }: Changed, position: Position): boolean {
  return position.symbol === symbol && (side === undefined || sideOf(position) === side);
}

function isLiquidatedNow(draft: Draft, changed: Changed): boolean {
  const market = marketOf(draft.context, changed.symbol);
  if (market === null) return false;
  return draft.state.positions.some((position) => {
    const price = isOfSide(changed, position) ? calculateLiquidation(draft, position) : null;
    if (price === null) return false;
    return isLong(position) ? market.mark <= price : market.mark >= price;
  });
}

/** A decision in progress, with the state before the leverage: a stop that was beyond already forbids no lower one. */
type Change = { before: PortfolioState; draft: Draft };

function isPositionStopBeyond({ before, draft }: Change, changed: Changed): boolean {
  const { state, context } = draft;
  return state.positions.some((position, index) => {
    const { stopLoss } = position;
    if (!isOfSide(changed, position) || stopLoss === null) return false;
    const earlier = before.positions[index];
    const isHelped =
      earlier !== undefined &&
      position.leverage < earlier.leverage &&
      isBeyondLiquidation({ state: before, context }, earlier, stopLoss.price);
    return !isHelped && isBeyondLiquidation(draft, position, stopLoss.price);
  });
}

function isOrderBeyond({ before, draft }: Change, { symbol, side }: Changed): boolean {
  const { state, context } = draft;
  if (!context.rules.checksIntent) return false;
  const market = marketOf(context, symbol);
  const isBeyond = (of: PortfolioState, order: Order) => {
    const others = { ...of, orders: of.orders.filter((item) => item !== order) };
    return isStopBeyondLiquidation({ state: others, order, context, market });
  };
  return state.orders.some((order) => {
    if (order.symbol !== symbol || (side !== undefined && tradedSide(order) !== side)) return false;
    const isLower = orderLeverageOf(state, order) < orderLeverageOf(before, order);
    return isBeyond(state, order) && !(isLower && isBeyond(before, order));
  });
}
