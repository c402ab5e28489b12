import {
  abs,
  type Decimal,
  div,
  type Money,
  notional,
  type Price,
  parseDecimal,
  parseMoney,
  parsePrice,
  parseQty,
  type Qty,
} from "@/lib/core/decimal";
import { calculateTieredLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import { calculatePositionMargin, calculateRemovableMargin } from "@/lib/core/engine/margin/margin";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import { calculateOpenPnl } from "@/lib/core/engine/positions/position-figures";
import type { PositionDto } from "@/lib/schemas/trading/trading-responses";

/**
 * A present or planned position. Quote currency; `extraMargin` is what was added to it (or paid as funding
 * from it).
 */
export type OutlookTerms = {
  isLong: boolean;
  qty: Qty;
  cost: Money;
  entry: Price;
  leverage: Decimal;
  extraMargin: Money;
};

/**
 * A position's margin and its own liquidation price: null in cross margin and where it can't be liquidated.
 */
export type PositionOutlook = { margin: Money; liquidationPrice: Price | null };

/** A position of the snapshot in numbers. */
export function readPosition(position: PositionDto): OutlookTerms {
  const qty = parseQty(position.qty);
  const entry = parsePrice(position.entryPrice);
  return {
    isLong: position.side === "long",
    qty,
    cost: parseMoney(position.cost),
    entry,
    leverage: parseDecimal(position.leverage),
    extraMargin: parseMoney(position.extraMargin),
  };
}

/** Margin and liquidation price of a position on these terms, by the engine's formulas. */
export function calculateOutlook(
  terms: OutlookTerms,
  context: { instrument: Instrument; marginMode: "isolated" | "cross" },
): PositionOutlook {
  const { instrument, marginMode } = context;
  const { total } = calculatePositionMargin({ ...terms, takerRate: instrument.takerRate });
  const margin = (total + terms.extraMargin) as Money;
  const liquidationPrice = marginMode === "cross" ? null : calculateTieredLiquidationPrice(terms, instrument);
  return { margin, liquidationPrice };
}

/** Margin that may be removed from an isolated position at this mark. */
export function calculateMostRemovable(
  terms: OutlookTerms,
  at: { mark: Price; instrument: Instrument },
): Money {
  const { qty, leverage, extraMargin } = terms;
  return calculateRemovableMargin({
    margin: calculateOutlook(terms, { instrument: at.instrument, marginMode: "isolated" }).margin,
    extraMargin,
    pnl: calculateOpenPnl(terms, at.mark),
    initialMargin: div(notional(at.mark, abs(qty)), leverage),
  });
}
