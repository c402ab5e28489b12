import { abs, max, type Price, ZERO } from "@/lib/core/decimal";
import { findIsolatedLiquidationPrice, findSettlementPrice } from "@/lib/core/engine/liquidation";
import { isLong, type Position } from "@/lib/core/engine/position";
import { findPosition } from "@/lib/core/engine/state";
import type { CheckInput } from "@/lib/core/proof/check";
import { type FillInput, isFromArrival } from "@/lib/core/proof/fill-input";
import { tickKey } from "@/lib/core/proof/log-memory";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

/**
 * A liquidation takes the position as it stands, at a mark at or beyond its trigger, and settles it at its bankruptcy
 * price; a cross account's positions are settled at the mark.
 */
export function checkLiquidated({ state, event }: CheckInput<"position-liquidated">): string | null {
  const position = findPosition(state, event.symbol);
  if (position === null) return "there is no position to liquidate";
  if (event.qty !== position.qty) return "its quantity is not that of the position";
  if (state.marginMode === "cross") {
    return event.settledAt === event.mark ? null : "a cross account is settled at the mark";
  }
  const isReached = isLong(position) ? event.mark <= event.trigger : event.mark >= event.trigger;
  if (!isReached) return "its mark had not reached the liquidation price";
  const settledAt = bankruptcyPrice(position);
  if (event.settledAt !== settledAt) return "it is not settled at the bankruptcy price";
  return isBeyond(position, event.trigger) ? "its liquidation price leaves the position no margin" : null;
}

/**
 * A position that a mark has carried beyond its margin is liquidated before anything waiting at that price is filled.
 * Without the venue's risk limits, which the log does not hold, the bound is the price at which the margin is gone.
 */
export function checkSurvival(fill: FillInput): string | null {
  const { state, event, order, position, memory } = fill;
  if (position === null || state.marginMode === "cross") return null;
  const { evidence } = event;
  const isFromPath =
    evidence.source === "path" || (evidence.source === "book" && !isFromArrival(order, event));
  // Inside a candle, which shows no book, an order at the price of the liquidation is filled before it.
  if (!isFromPath || evidence.bestBid === null) return null;
  const isNewer =
    position.changedAtMs + evidence.venueOffsetMs > evidence.tickMs ||
    memory.changedAtTick.get(event.symbol) === tickKey(evidence);
  if (isNewer) return null;
  return isBeyond(position, evidence.mark)
    ? "its mark is beyond the liquidation price of a position that lives on"
    : null;
}

/** Whether a price is beyond the liquidation price that the position would have if the venue asked for no margin. */
function isBeyond(position: Position, price: Price): boolean {
  const outermost = findIsolatedLiquidationPrice({
    ...terms(position),
    maintenanceRate: ZERO,
    deduction: ZERO,
    takerRate: CURRENT_RULES.fees.taker,
  });
  return isLong(position) ? price < outermost : price > outermost;
}

/** Price at which an isolated position's margin is gone; zero where no price above zero takes all of it. */
function bankruptcyPrice(position: Position): Price {
  return max(findSettlementPrice(terms(position)), ZERO);
}

function terms(position: Position) {
  return {
    isLong: isLong(position),
    qty: abs(position.qty),
    entry: position.entryPrice,
    leverage: position.leverage,
    extraMargin: position.extraMargin,
  };
}
