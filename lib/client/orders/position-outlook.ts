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
import type { PositionDto } from "@/lib/schemas/trading-answers";

/** A position as it is or would be. Quote currency; `extraMargin` is what was added to (or taken by funding from) it. */
export type PositionTerms = {
  isLong: boolean;
  qty: Qty;
  cost: Money;
  entry: Price;
  leverage: Decimal;
  extraMargin: Money;
};

/** What a position holds, and where it is liquidated by itself: null in cross margin and where nothing can. */
export type PositionOutlook = { margin: Money; liquidationPrice: Price | null };

/** A position of the snapshot in numbers. */
export function readPosition(position: PositionDto): PositionTerms {
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

/** Margin and liquidation price of a position on these terms, by the engine's own formulas. */
export function calculateOutlook(
  terms: PositionTerms,
  context: { instrument: Instrument; marginMode: "isolated" | "cross" },
): PositionOutlook {
  const { instrument, marginMode } = context;
  const { total } = calculatePositionMargin({ ...terms, takerRate: instrument.takerRate });
  const margin = (total + terms.extraMargin) as Money;
  const liquidationPrice = marginMode === "cross" ? null : calculateTieredLiquidationPrice(terms, instrument);
  return { margin, liquidationPrice };
}

/** What may be taken out of an isolated position at this mark. */
export function calculateMostRemovable(
  terms: PositionTerms,
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
