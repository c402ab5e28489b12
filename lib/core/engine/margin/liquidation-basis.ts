import { abs, max, notional, type Price } from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOrAt } from "@/lib/core/engine/context";
import type { LiquidationBasis } from "@/lib/core/engine/events";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { calculateSettlementPrice } from "@/lib/core/engine/margin/settlement";
import { findRiskTier } from "@/lib/core/engine/positions/instrument";
import type { Position } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * The basis of a liquidation: of the position alone or, in a cross account, of each position in state order.
 */
export function listLiquidationBasis(
  state: PortfolioState,
  position: Position,
  at: { context: Context; trigger: Price },
): LiquidationBasis[] {
  const positions = state.marginMode === "cross" ? state.positions : [position];
  return positions.map((one) => basisOf(one, at.context, one === position ? at.trigger : one.entryPrice));
}

/** Upper bound of the prices at which a liquidation looks up the position's risk tier. */
export function highestPriceAsked(position: Position, at: { mark: Price; trigger: Price }): Price {
  const settlement = calculateSettlementPrice(toIsolatedPosition(position));
  return [at.mark, at.trigger, settlement].reduce(max<Price>, position.entryPrice);
}

function basisOf(position: Position, context: Context, trigger: Price): LiquidationBasis {
  const { symbol, qty, entryPrice } = position;
  const { tiers, qtyStep } = instrumentOf(context, symbol);
  const { mark } = marketOrAt(context, symbol, entryPrice);
  const highest = findRiskTier(tiers, notional(highestPriceAsked(position, { mark, trigger }), abs(qty)));
  const count = highest === null ? 0 : tiers.indexOf(highest) + 1;
  return {
    symbol,
    mark,
    qtyStep,
    tiers: tiers
      .slice(0, count)
      .map(({ limit, maintenanceRate, deduction }) => ({ limit, maintenanceRate, deduction })),
    isWholeTable: count === tiers.length,
  };
}
