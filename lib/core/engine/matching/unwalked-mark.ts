import type { SeenMark } from "@/lib/core/challenge/seen-mark";
import { max, min, type Price } from "@/lib/core/decimal";
import { type Context, isHalted, isWalkedTo, marketOf } from "@/lib/core/engine/context";
import { workingPrice } from "@/lib/core/engine/orders/order";
import { closingSide, isLong, type Position } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * The mark at which a loss limit is evaluated. While the price path of a symbol has not been walked up to its
 * newest tick, an exit that waits in it may match before that tick: the position then counts at the best of
 * the mark and its exits. It can't count for less than what the path may still give; the walk then evaluates
 * at each level, in order.
 */
export function atBestExit(state: PortfolioState, context: Context, seen: SeenMark): SeenMark {
  const position = state.positions.find((one) => one.symbol === seen.symbol);
  const market = marketOf(context, seen.symbol);
  if (position === undefined || market === null || context.at?.symbol === seen.symbol) return seen;
  if (isHalted(context, seen.symbol) || isWalkedTo(context, market, market.tickMs)) return seen;
  const exits = listExits(state, position);
  return { ...seen, mark: exits.reduce(isLong(position) ? max : min, seen.mark) };
}

function listExits(state: PortfolioState, position: Position): Price[] {
  const { stopLoss, takeProfit, symbol } = position;
  const closing = state.orders.filter((one) => one.symbol === symbol && one.side === closingSide(position));
  return [stopLoss?.price, takeProfit?.price, ...closing.map(workingPrice)].filter((price) => price != null);
}
