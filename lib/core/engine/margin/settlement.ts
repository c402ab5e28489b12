import { add, div, type Money, neg, notional, type Price, priceOf, type Qty, sub } from "@/lib/core/decimal";
import type { IsolatedPosition } from "@/lib/core/engine/margin/isolated-position";

/** Price at which a position's margin, with what was added or removed, is used up. */
export function calculateSettlementPrice(position: IsolatedPosition): Price {
  const distance = add(div(position.entry, position.leverage), priceOf(position.extraMargin, position.qty));
  return position.isLong ? sub(position.entry, distance) : add(position.entry, distance);
}

/**
 * Insurance fund's gain (negative: loss) when a position taken over at `settledAt` is sold at `execution`.
 */
export function calculateInsuranceChange(takeover: {
  isLong: boolean;
  qty: Qty;
  settledAt: Price;
  execution: Price;
}): Money {
  const gain = notional(sub(takeover.execution, takeover.settledAt), takeover.qty);
  return takeover.isLong ? gain : neg(gain);
}
