import { abs, formatDecimal, neg } from "@/lib/core/decimal";
import type { OrderFilled } from "@/lib/core/engine/events";
import { findOrder, findPosition, type PortfolioState } from "@/lib/core/engine/state";
import { BYBIT } from "@/lib/core/engine/venues/bybit";

/**
 * Why a fill can't be as it says, or null: its order must be open, its money must follow from price, quantity and
 * fee rate, and it may not be better than any level of the book that it names.
 */
export function findFillFault(state: PortfolioState, fill: OrderFilled): string | null {
  const order = findOrder(state, fill.orderId);
  if (order === null) return "it fills an order that is not open";
  if (order.symbol !== fill.symbol || order.side !== fill.side)
    return "it is of another symbol or side than its order";
  if (state.kind === "perpetual") {
    const position = findPosition(state, fill.symbol);
    const isClosing = position !== null && position.qty > 0n !== (fill.side === "buy");
    if (isClosing && abs(fill.held) > abs(position.qty)) return "it closes more than the position";
    const { qty, price, feeRate, side } = fill;
    const effect = BYBIT.tradeEffect({ side, qty, price, feeRate, position, isClosing });
    const held = side === "buy" ? effect.held : neg(effect.held);
    if (held !== fill.held) return "its quantity does not follow from its order";
    for (const part of ["cost", "realised", "fee", "cash"] as const) {
      if (effect[part] !== fill[part]) {
        return `its ${part} is ${formatDecimal(fill[part])} and should be ${formatDecimal(effect[part])}`;
      }
    }
  }
  return findBookFault(fill);
}

function findBookFault({ evidence, side, price, qty }: OrderFilled): string | null {
  const { levels } = evidence;
  const best = levels[0];
  if (best === undefined) return null;
  if (side === "buy" ? price < best.price : price > best.price)
    return "it is better than the best level it names";
  let taken = 0n;
  for (const level of levels) {
    if (level.takenBefore + level.taken > level.shown && level.taken > 0n)
      return "it takes more than a level showed";
    taken += level.taken;
  }
  return taken === qty ? null : "its quantity is not what it took from the levels";
}
