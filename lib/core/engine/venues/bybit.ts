import { type Price, ZERO } from "@/lib/core/decimal";
import type { Market, VenueRules } from "@/lib/core/engine/context";
import { toIsolatedPosition } from "@/lib/core/engine/margin/isolated-position";
import { calculateTieredLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import { calculatePriceLimit } from "@/lib/core/engine/orders/calculate-price-limit";
import type { Instrument } from "@/lib/core/engine/positions/instrument";
import type { PositionTerms } from "@/lib/core/engine/positions/position";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { BYBIT_LEVERAGE_STEP } from "@/lib/core/engine/venues/bybit-leverage-step";
import {
  calculateBybitFreeMargin,
  calculateBybitOrderMargin,
  calculateReservedMargin,
  canCarryOnBybit,
  isBybitAccountLiquidated,
} from "@/lib/core/engine/venues/bybit-margin";
import { calculateBybitSettlementPrice, calculateStepDownQty } from "@/lib/core/engine/venues/bybit-takeover";
import { calculatePerpetualEffect } from "@/lib/core/engine/venues/perpetual-trade";

/** The venue of the product: Bybit's USDT perpetuals (engine-reference C). */
export const BYBIT: VenueRules = {
  name: "bybit",
  version: "bybit-2026-08",
  staleAfterMs: 2_000,
  maxPathLagMs: 500,
  executionTimeoutMs: 5_000,
  leverageStep: BYBIT_LEVERAGE_STEP,
  supportsHedging: true,
  maxOpenOrders: 500,
  maxConditionalOrders: 10,
  maxPartExits: 20,
  marketFill: "book",
  restingFill: "through",
  mustPassLimits: false,
  checksIntent: true,
  cancelsReduceOnlyWhenFlat: true,
  cancelsIncreasingOnLiquidation: true,
  checksMarginOfResting: true,
  candleLiquidation: "level",
  candleOrder: "worse-exit-first",
  feeRate: (instrument, liquidity) => (liquidity === "maker" ? instrument.makerRate : instrument.takerRate),
  tradeEffect: calculatePerpetualEffect,
  canCarry: canCarryOnBybit,
  freeMargin: calculateBybitFreeMargin,
  orderMargin: calculateBybitOrderMargin,
  positionMargin: calculateReservedMargin,
  liquidationPrice: calculateLiquidationPrice,
  isAccountLiquidated: isBybitAccountLiquidated,
  settlementPrice: calculateBybitSettlementPrice,
  stepDownQty: calculateStepDownQty,
  priceLimit: limitOf,
};

type PriceLimit = ReturnType<typeof calculatePriceLimit>;

/** A decision reads the limit of one market several times; a market never changes in place. */
const LIMITS = new WeakMap<Market, { instrument: Instrument; limit: PriceLimit }>();

function limitOf(instrument: Instrument, market: Market): PriceLimit | null {
  if (instrument.priceLimit === null) return null;
  const known = LIMITS.get(market);
  if (known?.instrument === instrument) return known.limit;
  const { x, y } = instrument.priceLimit;
  const { mark, index } = market;
  // The venue adds its 30 s average of mid - mark, a few ticks; without it the limit is that much stricter.
  const limit = calculatePriceLimit({ mark, index: index ?? mark, premium: ZERO, x, y });
  LIMITS.set(market, { instrument, limit });
  return limit;
}

/** Null in cross margin, and where the price would be zero or less: such a position can't be liquidated. */
function calculateLiquidationPrice(
  state: PortfolioState,
  position: PositionTerms,
  instrument: Instrument,
): Price | null {
  if (state.marginMode === "cross") return null;
  return calculateTieredLiquidationPrice(toIsolatedPosition(position), instrument);
}
