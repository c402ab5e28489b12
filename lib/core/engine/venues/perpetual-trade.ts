import { abs, type Money, mulDiv, neg, notional, type Qty, sub, ZERO } from "@/lib/core/decimal";
import type { EffectInput, TradeEffect } from "@/lib/core/engine/context";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import type { Position } from "@/lib/core/engine/positions/position";

/** A perpetual trade moves no principal: the balance changes by the profit taken less the fee. */
export function calculatePerpetualEffect(input: EffectInput): TradeEffect {
  const { position, qty, price } = input;
  const value = notional(price, qty);
  const fee = calculateFee({ qty, price, rate: input.feeRate });
  if (position === null || !input.isClosing) {
    return { qtyChange: qty, fee, cash: neg(fee), cost: value, realised: ZERO };
  }
  const released = calculateReleasedCost(position, qty);
  const realised = position.qty > 0n ? sub(value, released) : sub(released, value);
  return { qtyChange: qty, fee, cash: sub(realised, fee), cost: neg(released), realised };
}

/** The part of the position's cost that belongs to `qty` of it; all of it when the position closes. */
export function calculateReleasedCost(position: Position, qty: Qty): Money {
  const size = abs(position.qty);
  if (qty === size) return position.cost;
  return mulDiv(position.cost, { numerator: qty, denominator: size });
}
