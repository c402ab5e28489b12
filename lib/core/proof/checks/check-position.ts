import { admitsHedging } from "@/lib/core/challenge/plan";
import { add } from "@/lib/core/decimal";
import type { Position, PositionSide, PositionStop } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import { findPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import type { CheckInput } from "@/lib/core/proof/check";
import { marginContext } from "@/lib/core/proof/checks/check-order";
import { leverageFault } from "@/lib/core/proof/checks/leverage-fault";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

/** The position that an event names: by its side in hedge mode, and without one in one-way mode. */
export function findNamed(
  state: PortfolioState,
  { symbol, side }: { symbol: string; side?: PositionSide },
): Position | null {
  return isHedged(state, symbol) === (side !== undefined) ? findPosition(state, symbol, side) : null;
}

/** A stop is the one that stood, unchanged, or one that is accepted with the event, at a price above zero. */
export function checkStopsSet({ state, event }: CheckInput<"position-stops-set">): string | null {
  const position = findNamed(state, event);
  if (position === null) return "there is no position";
  const stops: [PositionStop | null, PositionStop | null][] = [
    [event.stopLoss, position.stopLoss],
    [event.takeProfit, position.takeProfit],
  ];
  for (const [stop, known] of stops) {
    if (stop === null) continue;
    if (stop.price <= 0n) return "its price is not above zero";
    const isKept = known !== null && known.acceptedSeq === stop.acceptedSeq;
    if (isKept ? stop.price !== known.price || stop.by !== known.by : stop.acceptedSeq < event.seq - 1)
      return "a stop is older than this event and is not the one that stood";
    if (!isKept && stop.acceptedAtMs !== event.atMs)
      return "a stop is accepted at another time than this event";
  }
  return null;
}

/** Added margin comes from the free margin, and no more is removed than was added. */
export function checkMarginAdjusted({ state, event }: CheckInput<"margin-adjusted">): string | null {
  const position = findNamed(state, event);
  if (position === null) return "there is no position";
  if (state.marginMode !== "isolated") return "a cross account has no margin of one position";
  if (event.amount === 0n || event.extraMargin !== add(position.extraMargin, event.amount))
    return "its sum does not follow from the margin before it";
  if (event.amount < 0n) return event.extraMargin < 0n ? "it takes out more than was added" : null;
  const context = marginContext(state, event.atMs, event.symbol);
  return event.amount > CURRENT_RULES.venue.freeMargin(state, context)
    ? "the free margin did not cover it"
    : null;
}

/** A leverage is one that the venue has; hedged isolated symbols have one for each side. */
export function checkLeverageSet({ state, event }: CheckInput<"leverage-set">): string | null {
  if (event.side !== undefined && (!isHedged(state, event.symbol) || state.marginMode !== "isolated"))
    return "its symbol has one leverage for both sides";
  return leverageFault(event.leverage);
}

/** A settlement closes a position at a price above zero. */
export function checkSettled({ state, event }: CheckInput<"symbol-settled">): string | null {
  if (findNamed(state, event) === null) return `there is no position in ${event.symbol}`;
  return event.price > 0n ? null : "its price is not above zero";
}

/** What has a position or an order keeps its mode. */
export function checkPositionMode({ state, event }: CheckInput<"position-mode-set">): string | null {
  const { challenge } = state;
  if (challenge !== null && event.isHedged && !admitsHedging(challenge.plan, challenge.phase))
    return "the rules of the challenge count the positions of a symbol";
  const isChanged = ({ symbol }: { symbol: string }) =>
    (event.symbol ?? symbol) === symbol && isHedged(state, symbol) !== event.isHedged;
  if (state.positions.some(isChanged)) return "a position was open";
  return state.orders.some(isChanged) ? "an order was open" : null;
}

/** The margin mode changes only where nothing is open, and never in a challenge. */
export function checkMarginMode({ state, event }: CheckInput<"margin-mode-set">): string | null {
  if (state.challenge !== null) return "a challenge keeps its margin mode";
  if (state.positions.length > 0) return "a position was open";
  if (state.orders.length > 0) return "an order was open";
  return event.marginMode === "isolated" || event.marginMode === "cross" ? null : "no such margin mode";
}
