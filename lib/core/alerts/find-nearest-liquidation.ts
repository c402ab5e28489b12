import { distanceToLiquidation } from "@/lib/core/alerts/is-near";
import type { Decimal, Price } from "@/lib/core/decimal";
import { type Context, marketOf } from "@/lib/core/engine/context";
import { calculateCrossLiquidationPrice, listAccountLegs } from "@/lib/core/engine/margin/cross-liquidation";
import { sideOf } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/** The position that is nearest to its liquidation; `distance` is a fraction of the mark. */
export type NearestLiquidation = { symbol: string; mark: Price; liquidation: Price; distance: Decimal };

/** The position of a portfolio whose mark is nearest to its liquidation price; null where there is none. */
export function findNearestLiquidation(state: PortfolioState, context: Context): NearestLiquidation | null {
  const isCross = state.marginMode === "cross";
  const account = isCross ? { balance: state.balance, legs: listAccountLegs(state, context) } : null;
  const found = state.positions.flatMap((position) => {
    const { symbol } = position;
    const market = marketOf(context, symbol);
    const instrument = context.instruments.get(symbol);
    if (!market || !instrument) return [];
    const liquidation = account
      ? calculateCrossLiquidationPrice(account, symbol, sideOf(position))
      : context.rules.liquidationPrice(state, position, instrument);
    if (liquidation === null) return [];
    const { mark } = market;
    return [{ symbol, mark, liquidation, distance: distanceToLiquidation(mark, liquidation) }];
  });
  return found.sort((a, b) => (a.distance < b.distance ? -1 : 1))[0] ?? null;
}
