import { abs, add, type Qty, sub, toNumber } from "@/lib/core/decimal";
import type { EffectInput, TradeEffect, VenueRules } from "@/lib/core/engine/context";
import { BYBIT } from "@/lib/core/engine/venues/bybit";
import { BYBIT_FEES } from "@/lib/core/engine/venues/bybit-fees";
import { JESSE_FUTURES } from "@/lib/core/engine/venues/jesse";
import { JESSE_SPOT } from "@/lib/core/engine/venues/jesse-spot";
import { calculatePerpetualEffect } from "@/lib/core/engine/venues/perpetual-trade";
import type { RunConfig, Steps, VenueProfile } from "@/lib/lab/run/run-config";
import { fromUnits, toUnits } from "@/lib/lab/run/units";

/** The venue's fees, as fractions of the notional. */
export const VENUE_FEES = { maker: toNumber(BYBIT_FEES.maker), taker: toNumber(BYBIT_FEES.taker) };

/** Nothing of the venue: jesse's rules. */
export const NO_TERMS: VenueProfile = { fees: null, steps: {}, mustPassLimits: false };

/** More than the error of a float's quotient, less than any step. */
const ROUNDING = 1e-9;
const DIGITS = 12;

/** jesse's rules with those of the venue that the settings follow. */
export function chooseRules({ type, venue }: Pick<RunConfig, "type" | "venue">): VenueRules {
  const jesse: VenueRules = type === "spot" ? JESSE_SPOT : { ...JESSE_FUTURES, tradeEffect: holdFloat };
  if (venue === null) return jesse;
  const feeRate = venue.fees === null ? jesse.feeRate : BYBIT.feeRate;
  return { ...jesse, feeRate, mustPassLimits: venue.mustPassLimits };
}

/** After each trade jesse holds the float nearest to the exact sum, and the next one is compared with its text. */
function holdFloat(input: EffectInput): TradeEffect {
  const effect = calculatePerpetualEffect(input);
  const { position, side } = input;
  if (position === null) return effect;
  const after = side === "buy" ? add(position.qty, effect.qtyChange) : sub(position.qty, effect.qtyChange);
  const held = toUnits<Qty>(fromUnits(after));
  return held === after ? effect : { ...effect, qtyChange: abs(sub(held, position.qty)) };
}

/** An order as the venue takes it: price to the nearest tick, quantity down to a step; null where it is too small. */
export function fitToSteps<T extends { qty: number; price: number; reduceOnly: boolean }>(
  request: T,
  { tick, step, minQty, minNotional }: Steps,
): T | null {
  const price = tick === 0 ? request.price : multiple(Math.round(request.price / tick), tick);
  const given = Math.abs(request.qty);
  const qty = step === 0 ? given : multiple(Math.floor(given / step + ROUNDING), step);
  const isTooSmall = qty === 0 || qty < minQty || (!request.reduceOnly && qty * price < minNotional);
  return isTooSmall || price <= 0 ? null : { ...request, qty, price };
}

function multiple(count: number, unit: number): number {
  return Number((count * unit).toPrecision(DIGITS));
}
