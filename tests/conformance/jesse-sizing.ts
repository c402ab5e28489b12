import {
  abs,
  add,
  type Decimal,
  fromNumber,
  type Money,
  min,
  mul,
  notional,
  ONE,
  type Price,
  type Qty,
  qtyOf,
  sub,
} from "@/lib/core/decimal";
import { floorToDigits } from "@/tests/conformance/floor-to-digits";

/** jesse's helper: floor to `digits` of size × (1 - 3 × fee) / price. */
export function sizeToQty(size: Money, price: Price, options: { digits: number; feeRate: Decimal }): Qty {
  return floorToDigits(qtyOf(keepForFees(size, options.feeRate), price), options.digits);
}

/** jesse's helper: the value whose stop loses `fraction` of the capital, never above the capital. */
export function riskToSize(input: {
  capital: Money;
  fraction: Decimal;
  riskPerUnit: Price;
  entry: Price;
}): Money {
  const qty = qtyOf(mul(input.capital, input.fraction), input.riskPerUnit);
  return min(notional(input.entry, qty), input.capital);
}

/** jesse's helper. The allowance for fees is subtracted twice, as in jesse. */
export function riskToQty(
  input: { capital: Money; fraction: Decimal; entry: Price; stop: Price },
  options: { digits: number; feeRate: Decimal },
): Qty {
  const size = riskToSize({ ...input, riskPerUnit: abs(sub(input.entry, input.stop)) });
  return sizeToQty(keepForFees(size, options.feeRate), input.entry, options);
}

/** jesse's helper: a stop no further from the entry than `fraction` of it. */
export function limitStopLoss(input: {
  isLong: boolean;
  entry: Price;
  stop: Price;
  fraction: Decimal;
}): Price {
  const distance = min(abs(sub(input.entry, input.stop)), mul(input.entry, input.fraction));
  return input.isLong ? sub(input.entry, distance) : add(input.entry, distance);
}

function keepForFees(size: Money, feeRate: Decimal): Money {
  return mul(size, sub(ONE, mul(feeRate, fromNumber(3))));
}
