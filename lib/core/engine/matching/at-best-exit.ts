import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import {
  abs,
  add,
  type Money,
  max,
  min,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, isHalted, isWalkedTo, marketOf } from "@/lib/core/engine/context";
import { remainingQty, workingPrice } from "@/lib/core/engine/orders/order";
import { closingSide, isLong, type Position } from "@/lib/core/engine/positions/position";
import { findOrderPosition, type PortfolioState } from "@/lib/core/engine/state/state";
import { matchesOnFall } from "@/lib/core/engine/trigger-index";

/** An exit that a path which is still to be walked may match: its price and quantity (positive). */
type Exit = { price: Price; qty: Qty };

/**
 * The mark at which a loss limit is evaluated. While the price path of a symbol has not been walked up to its
 * newest tick, an exit that waits in it may match before that tick: the position then counts at the best of
 * the mark and its exits, each for its quantity. The walk evaluates at each level afterwards, in order.
 *
 * A stop that the mark has passed was met for certain and counts at its price. Whether an exit with a profit
 * was met is unknown: it counts at most at the entry, so that a distant target never covers the loss of
 * another position.
 */
export function atBestExit(state: PortfolioState, context: Context, seen: SeenMark): SeenMark {
  const position = state.positions.find((one) => one.symbol === seen.symbol && isLong(one) === isLong(seen));
  const market = marketOf(context, seen.symbol);
  if (position === undefined || market === null || context.at?.symbol === seen.symbol) return seen;
  if (isHalted(context, seen.symbol) || isWalkedTo(context, market, market.tickMs)) return seen;
  return { ...seen, mark: averageExit(position, listExits(state, position), seen.mark) };
}

/** The average price of a position that is closed by its exits, best first, and by `mark` for the rest. */
function averageExit(position: Position, exits: readonly Exit[], mark: Price): Price {
  const sign = isLong(position) ? 1n : -1n;
  const better = exits
    .filter(({ price }) => (price - mark) * sign > 0n)
    .sort((a, b) => Number((b.price - a.price) * sign));
  const size = abs(position.qty);
  const [best] = better;
  if (best === undefined) return mark;
  if (best.qty >= size) return best.price;
  let left = size;
  let value: Money = ZERO;
  for (const { price, qty } of better) {
    const part = min(qty, left);
    value = add(value, notional(price, part));
    left = sub(left, part);
  }
  return priceOf(add(value, notional(mark, left)), size);
}

function listExits(state: PortfolioState, position: Position): Exit[] {
  const { stopLoss, takeProfit, symbol, entryPrice } = position;
  const size = abs(position.qty);
  const atMostEntry = (price: Price) => (isLong(position) ? min : max)(price, entryPrice);
  const exits: Exit[] = [];
  if (stopLoss !== null) exits.push({ price: stopLoss.price, qty: size });
  if (takeProfit !== null) exits.push({ price: atMostEntry(takeProfit.price), qty: size });
  for (const order of state.orders) {
    const price = workingPrice(order);
    if (order.symbol !== symbol || order.side !== closingSide(position) || price === null) continue;
    if (findOrderPosition(state, order) !== position) continue;
    const isStop = matchesOnFall(order) === isLong(position);
    exits.push({ price: isStop ? price : atMostEntry(price), qty: remainingQty(order) });
  }
  return exits;
}
