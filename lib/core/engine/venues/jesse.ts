import {
  abs,
  add,
  type Decimal,
  div,
  type Money,
  max,
  mul,
  notional,
  type Price,
  type Qty,
  sub,
  sum,
  ZERO,
} from "@/lib/core/decimal";
import { type Context, type EffectInput, marketOf, type VenueRules } from "@/lib/core/engine/context";
import { calculateBankruptcyPrice } from "@/lib/core/engine/margin/margin";
import { type Order, remainingQty, workingPrice } from "@/lib/core/engine/orders/order";
import {
  isLong,
  type Position,
  type PositionTerms,
  unrealisedPnl,
} from "@/lib/core/engine/positions/position";
import { leverageOf, type PortfolioState } from "@/lib/core/engine/state/state";
import { calculatePerpetualEffect } from "@/lib/core/engine/venues/perpetual-trade";

/** One maintenance rate for every symbol and size. */
const MAINTENANCE_RATE = 4_000_000_000_000_000n as Decimal;

/**
 * What jesse's futures and spot share: given prices, one fee rate, every order fills where its price is
 * touched.
 */
export const JESSE_COMMON = {
  version: "jesse-3.0.7",
  staleAfterMs: null,
  maxPathLagMs: null,
  executionTimeoutMs: null,
  leverageStep: ZERO,
  supportsHedging: false,
  maxOpenOrders: Number.POSITIVE_INFINITY,
  maxConditionalOrders: Number.POSITIVE_INFINITY,
  maxPartExits: Number.POSITIVE_INFINITY,
  marketFill: "held-price",
  restingFill: "own-price",
  mustPassLimits: false,
  checksIntent: false,
  cancelsReduceOnlyWhenFlat: false,
  cancelsIncreasingOnLiquidation: false,
  checksMarginOfResting: false,
  candleLiquidation: "after-candle",
  candleOrder: "colour",
  feeRate: (instrument) => instrument.takerRate,
  priceLimit: () => null,
  isAccountLiquidated: () => false,
  stepDownQty: () => null,
} as const satisfies Partial<VenueRules>;

/** jesse's futures exchange (engine-reference A.3 to A.6): conformance, replays and backtests. */
export const JESSE_FUTURES: VenueRules = {
  ...JESSE_COMMON,
  name: "jesse",
  tradeEffect: (input) => calculatePerpetualEffect(closeWithinFloat(input)),
  canCarry: (state, order, context) =>
    order.reduceOnly ||
    div(orderValue(order), leverageOf(state, order.symbol)) <= calculateFreeMargin(state, context),
  freeMargin: calculateFreeMargin,
  orderMargin: calculateOrderMargin,
  positionMargin: calculateTotalCost,
  liquidationPrice: calculateLiquidationPrice,
  settlementPrice: (_state, position) => bankruptcyOf(position),
};

/**
 * jesse's quantities are floats: a position of 0.24562530517578125 is closed by an order of
 * 0.24562530517578124, the same float. In decimals a part of 1e-17 would stay open.
 */
function closeWithinFloat(input: EffectInput): EffectInput {
  const { position, qty, isClosing } = input;
  if (position === null || !isClosing) return input;
  const held = abs(position.qty);
  const isSameFloat = abs(sub(held, qty)) <= ((held >> 50n) as Qty) + 2n;
  return isSameFloat ? { ...input, qty: held } : input;
}

/** Value of the unfilled part of an order at its own price, quote currency. */
export function orderValue(order: Order): Money {
  return notional(workingPrice(order) ?? ZERO, remainingQty(order));
}

/** wallet - Σ (total cost - pnl) - order margin, on last prices. */
function calculateFreeMargin(state: PortfolioState, context: Context): Money {
  let free = sub(state.balance, calculateOrderMargin(state));
  for (const position of state.positions) {
    const last = marketOf(context, position.symbol)?.last ?? position.entryPrice;
    free = add(free, sub(unrealisedPnl(position, last), calculateTotalCost(position)));
  }
  return free;
}

/** The larger side of each symbol's orders, divided by the leverage; reduce-only orders count zero. */
function calculateOrderMargin(state: PortfolioState): Money {
  const sides = new Map<string, { buy: Money; sell: Money }>();
  for (const order of state.orders) {
    if (order.reduceOnly) continue;
    const entry = sides.get(order.symbol) ?? { buy: ZERO, sell: ZERO };
    sides.set(order.symbol, { ...entry, [order.side]: add(entry[order.side], orderValue(order)) });
  }
  if (sides.size === 0) return ZERO;
  return sum(
    [...sides].map(([symbol, { buy, sell }]) => div<Money>(max<Money>(buy, sell), leverageOf(state, symbol))),
  );
}

function calculateTotalCost(position: Position): Money {
  return div(position.cost, position.leverage);
}

function bankruptcyOf(position: PositionTerms): Price {
  return calculateBankruptcyPrice({
    isLong: isLong(position),
    entry: position.entryPrice,
    leverage: position.leverage,
  });
}

function calculateLiquidationPrice(state: PortfolioState, position: PositionTerms): Price | null {
  if (state.marginMode === "cross") return null;
  const cushion = mul(position.entryPrice, MAINTENANCE_RATE);
  return isLong(position) ? add(bankruptcyOf(position), cushion) : sub(bankruptcyOf(position), cushion);
}
