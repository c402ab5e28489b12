import { type Price, roundDownToStep } from "@/lib/core/decimal";
import { type Context, type Draft, marketOf } from "@/lib/core/engine/context";
import { requireInstrument } from "@/lib/core/engine/matching/fill";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Cross margin: the first price of the tick grid on the way from `from` (where the account is not liquidated)
 * to `to` at which the account is liquidated; null when there is none. Equity less maintenance is monotonic
 * in one symbol's price, so bisection finds it.
 */
export function calculateAccountThreshold(
  draft: Draft,
  way: { symbol: string; from: Price; to: Price },
): Price | null {
  const { state, context } = draft;
  const { symbol, from, to } = way;
  const isOver = (price: Price) => isAccountLiquidatedAt(state, context, { symbol, price });
  if (state.marginMode !== "cross" || !isOver(to)) return null;
  const { tickSize } = requireInstrument(context, symbol);
  const step = tickSize > 0n ? tickSize : 1n;
  const onGrid = (price: bigint) => roundDownToStep(price as Price, step as Price);
  let [alive, over] = [from, to];
  for (;;) {
    const middle = onGrid((alive + over) / 2n);
    const [low, high] = alive < over ? [alive, over] : [over, alive];
    // A grid price may lie between the two and still not be the rounded middle.
    const candidate = middle > low ? middle : onGrid(low + step);
    if (candidate <= low || candidate >= high) return over;
    if (isOver(candidate)) over = candidate;
    else alive = candidate;
  }
}

/** Whether the account would be liquidated if the symbol's mark were `price`. */
function isAccountLiquidatedAt(
  state: PortfolioState,
  context: Context,
  at: { symbol: string; price: Price },
): boolean {
  const market = marketOf(context, at.symbol);
  if (market === null || context.at?.symbol !== at.symbol) return false;
  const moved = { ...context, at: { ...context.at, market: { ...market, mark: at.price } } };
  return context.rules.isAccountLiquidated(state, moved);
}
