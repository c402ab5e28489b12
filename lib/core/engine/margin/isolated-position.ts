import { abs, type Decimal, type Money, type Price, type Qty } from "@/lib/core/decimal";
import { isLong, type PositionTerms } from "@/lib/core/engine/positions/position";

/** Input of the isolated liquidation formulas; `qty` positive, amounts in quote currency. */
export type IsolatedPosition = {
  isLong: boolean;
  qty: Qty;
  entry: Price;
  leverage: Decimal;
  extraMargin: Money;
};

/** An isolated position as input of the liquidation formulas. */
export function toIsolatedPosition(position: PositionTerms): IsolatedPosition {
  return {
    isLong: isLong(position),
    qty: abs(position.qty),
    entry: position.entryPrice,
    leverage: position.leverage,
    extraMargin: position.extraMargin,
  };
}
