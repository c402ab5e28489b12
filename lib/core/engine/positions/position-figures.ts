import {
  abs,
  add,
  type Decimal,
  div,
  type Money,
  max,
  mul,
  neg,
  notional,
  type Price,
  type Qty,
  sub,
} from "@/lib/core/decimal";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";

/** Profit of `qty` (positive) from entry to exit before fees, in quote currency. */
export function calculateGrossPnl(trade: { isLong: boolean; qty: Qty; entry: Price; exit: Price }): Money {
  const gain = notional(sub(trade.exit, trade.entry), trade.qty);
  return trade.isLong ? gain : neg(gain);
}

/**
 * Open profit of a position of `qty` (positive) with cost `cost`, in quote currency; uses no rounded price.
 */
export function calculateOpenPnl(position: { isLong: boolean; qty: Qty; cost: Money }, mark: Price): Money {
  const gain = sub(notional(mark, position.qty), position.cost);
  return position.isLong ? gain : neg(gain);
}

/** The parts of a closed position's profit, quote currency; positive `funding` was paid. */
export type ClosedPnl = { gross: Money; openFee: Money; closeFee: Money; net: Money };

/** gross - open fee - close fee - funding. */
export function calculateClosedPnl(trade: {
  isLong: boolean;
  qty: Qty;
  entry: Price;
  exit: Price;
  openFeeRate: Decimal;
  closeFeeRate: Decimal;
  funding: Money;
}): ClosedPnl {
  const gross = calculateGrossPnl(trade);
  const openFee = calculateFee({ qty: trade.qty, price: trade.entry, rate: trade.openFeeRate });
  const closeFee = calculateFee({ qty: trade.qty, price: trade.exit, rate: trade.closeFeeRate });
  return { gross, openFee, closeFee, net: sub(sub(gross, add(openFee, closeFee)), trade.funding) };
}

/** Profit ÷ margin, as a fraction. @throws RangeError when the margin is zero. */
export function calculateRoi(pnl: Money, margin: Money): Decimal {
  return div<Decimal>(pnl, margin);
}

/** Taker rate below which the venue doesn't count its break-even price: 0.055 %. */
const BREAK_EVEN_TAKER = 550_000_000_000_000n as Decimal;

/**
 * Price at which closing covers all costs: (entry × qty - realised) / (qty - |qty| × taker), `qty` signed and
 * `realised` what the position has already booked (fees and funding negative).
 */
export function calculateBreakEvenPrice(position: {
  qty: Qty;
  entry: Price;
  realised: Money;
  takerRate: Decimal;
}): Price {
  const { qty } = position;
  const rate = max(position.takerRate, BREAK_EVEN_TAKER);
  const value = sub(notional(position.entry, qty), position.realised);
  return div<Decimal>(value, sub<Decimal>(qty, mul<Decimal>(abs(qty), rate))) as Price;
}
