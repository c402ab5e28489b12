import {
  abs,
  add,
  type Decimal,
  div,
  max,
  mul,
  notional,
  ONE,
  type Price,
  type Qty,
  qtyOf,
  roundDownToStep,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, instrumentOf, marketOf } from "@/lib/core/engine/context";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { calculateSettlementPrice } from "@/lib/core/engine/margin/settlement";
import { findRiskTier, type Instrument } from "@/lib/core/engine/positions/instrument";
import {
  isLong,
  type Position,
  type PositionTerms,
  unrealisedPnl,
} from "@/lib/core/engine/positions/position";
import { calculateEquity } from "@/lib/core/engine/state/equity";
import type { PortfolioState } from "@/lib/core/engine/state/state";

/**
 * Units of 1e-18 by which a settlement price moves in the account's favour, so that rounding leaves no debt.
 */
const ROUNDING_UNITS = 4n;

/**
 * Price at which `qty` of a position is taken over; the insurance fund takes the difference to the market.
 *
 * Isolated: the bankruptcy price, where the position's margin has paid its loss and its closing fee. Cross: the mark,
 * or, where equity can't pay that, the price at which equity (the other positions at their marks) is zero.
 */
export function calculateBybitSettlementPrice(
  state: PortfolioState,
  position: Position,
  context: Context,
  qty: Qty = abs(position.qty),
): Price {
  const { takerRate } = instrumentOf(context, position.symbol);
  if (state.marginMode === "isolated") {
    const price = calculateBankruptcyPriceOf(position, takerRate);
    return leavesDebt(state, position, { price, takerRate }) ? inFavour(position, price) : price;
  }
  const mark = marketOf(context, position.symbol)?.mark ?? position.entryPrice;
  const value = notional(mark, qty);
  const left = sub(calculateEquity(state, context), mul(value, takerRate));
  if (left >= 0n) return mark;
  // Each unit of price is worth a little less (short: more) than the quantity, since the fee moves with it.
  const weight = isLong(position) ? sub(ONE, takerRate) : add(ONE, takerRate);
  const moved = add<Decimal>(div(div<Decimal>(-left as Decimal, qty), weight), ROUNDING_UNITS as Decimal);
  return max((isLong(position) ? add<Decimal>(mark, moved) : sub<Decimal>(mark, moved)) as Price, ZERO);
}

/** Whether rounding of an isolated settlement would take the balance below zero. */
function leavesDebt(
  { balance }: PortfolioState,
  position: Position,
  { price, takerRate }: { price: Price; takerRate: Decimal },
): boolean {
  const fee = mul(notional(price, abs(position.qty)), takerRate);
  return add(balance, sub(unrealisedPnl(position, price), fee)) < 0n;
}

function inFavour(position: Position, price: Price): Price {
  const moved = isLong(position) ? price + ROUNDING_UNITS : price - ROUNDING_UNITS;
  return (moved > 0n ? moved : 0n) as Price;
}

/**
 * Quantity to close at `mark` so that the position's value fits the next lower risk tier; null in the lowest
 * tier, where the whole position is taken over.
 */
export function calculateStepDownQty(position: Position, mark: Price, instrument: Instrument): Qty | null {
  const size = abs(position.qty);
  const tier = findRiskTier(instrument.tiers, notional(mark, size));
  const below = tier === null ? undefined : instrument.tiers[instrument.tiers.indexOf(tier) - 1];
  if (below === undefined) return null;
  const kept = roundDownToStep(qtyOf(below.limit, mark), instrument.qtyStep);
  return kept > 0n && kept < size ? sub(size, kept) : null;
}

/**
 * Price at which an isolated position's margin is used up, at least zero. Added margin also pays the closing
 * fee of the distance it covers: hence the division.
 */
export function calculateBankruptcyPriceOf(position: PositionTerms, takerRate: Decimal): Price {
  const isolated = toIsolatedPosition(position);
  const perUnit = isolated.isLong ? sub(ONE, takerRate) : add(ONE, takerRate);
  const extraMargin = div(isolated.extraMargin, perUnit);
  return max(calculateSettlementPrice({ ...isolated, extraMargin }), ZERO);
}
