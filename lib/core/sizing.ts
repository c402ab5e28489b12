import {
  abs,
  add,
  type Decimal,
  div,
  type Money,
  max,
  mul,
  notional,
  ONE,
  type Price,
  type Qty,
  qtyOf,
  roundDownToStep,
  roundUpToStep,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import { calculateTieredLiquidationPrice } from "@/lib/core/engine/margin/liquidation";
import { calculateOrderCost } from "@/lib/core/engine/margin/margin";
import { calculateFee } from "@/lib/core/engine/positions/calculate-fee";
import { findRiskTier, type Instrument, selectMinQty } from "@/lib/core/engine/positions/instrument";
import { BYBIT_LEVERAGE_STEP } from "@/lib/core/engine/venues/bybit-leverage-step";

/** Risk, entry and stop of a planned order. Money in quote currency. */
export type SizingInput = {
  equity: Money;
  /** Margin available to the opening part: the free margin, or the result of `calculateOpeningAllowance`. */
  freeMargin: Money;
  /** Quantity of an opposite position, which the order closes before it opens; zero if left out. */
  closes?: Qty;
  /** A fraction of the equity, or an amount. */
  risk: { fraction: Decimal } | { amount: Money };
  entry: Price;
  stop: Price;
  target: Price | null;
  leverage: Decimal;
  instrument: Instrument;
  /** Expected liquidity of entries and exits; "taker" if left out. */
  entryLiquidity?: "maker" | "taker";
  /** Headroom of a challenge to today's and the overall floor; null for a practice portfolio. */
  headroom?: { today: Money; overall: Money } | null;
};

export type SizingRejection =
  | "stop_equals_entry"
  | "stop_beyond_liquidation"
  | "risk_too_small"
  | "qty_above_max"
  | "leverage_above_cap"
  | "insufficient_margin";

/**
 * Plan of one order. Money in quote currency; the loss includes the fees of both sides. All but `qty`
 * describes the opening part.
 */
export type Sizing = {
  side: "long" | "short";
  /** Quantity of the order: what it closes and what it opens. */
  qty: Qty;
  opens: Qty;
  notional: Money;
  margin: Money;
  /** Lowest leverage at which the free margin covers it, rounded up to a hundredth. */
  leverageNeeded: Decimal;
  feeIn: Money;
  feeOut: Money;
  lossAtStop: Money;
  profitAtTarget: Money | null;
  rewardToRisk: Decimal | null;
  liquidationPrice: Price | null;
  /** Headroom of a challenge after the stop was hit. */
  headroomAfterStop: { today: Money; overall: Money } | null;
};

export type SizingResult =
  | { ok: true; sizing: Sizing }
  | { ok: false; reason: SizingRejection; sizing: Sizing | null };

/**
 * The quantity whose stop loses the given risk, fees included, and the figures that follow from it. Against
 * an opposite position the order closes all of that first, and the part beyond it carries the risk.
 */
export function sizeOrder(input: SizingInput): SizingResult {
  const { entry, stop, instrument } = input;
  if (entry === stop || entry <= 0n || stop <= 0n)
    return { ok: false, reason: "stop_equals_entry", sizing: null };
  const isLong = stop < entry;
  const entryRate = input.entryLiquidity === "maker" ? instrument.makerRate : instrument.takerRate;
  const lossPerUnit = add(
    abs(sub<Decimal>(entry, stop)),
    add(mul<Decimal>(entry, entryRate), mul<Decimal>(stop, instrument.takerRate)),
  );
  const risk = "amount" in input.risk ? input.risk.amount : mul(input.equity, input.risk.fraction);
  const opens = roundDownToStep(qtyOf(max(risk, ZERO), lossPerUnit as Price), instrument.qtyStep);
  if (opens <= 0n || add(opens, input.closes ?? ZERO) < selectMinQty(instrument, entry)) {
    return { ok: false, reason: "risk_too_small", sizing: null };
  }
  const sizing = planOrder(input, { isLong, qty: opens, entryRate });
  const reason = findRejection(input, sizing);
  return reason === null ? { ok: true, sizing } : { ok: false, reason, sizing };
}

function planOrder(input: SizingInput, plan: { isLong: boolean; qty: Qty; entryRate: Decimal }): Sizing {
  const { entry, stop, target, instrument, leverage } = input;
  const { isLong, qty } = plan;
  const takerRate = instrument.takerRate;
  const value = notional(entry, qty);
  const feeIn = calculateFee({ qty, price: entry, rate: plan.entryRate });
  const feeOut = calculateFee({ qty, price: stop, rate: takerRate });
  const lossAtStop = add(notional(abs(sub(entry, stop)), qty), add(feeIn, feeOut));
  const profitAtTarget = target === null ? null : profitAt(target, { ...input, ...plan, feeIn });
  const liquidationPrice = calculateTieredLiquidationPrice(
    { isLong, qty, entry, leverage, extraMargin: ZERO },
    instrument,
  );
  return {
    side: isLong ? "long" : "short",
    qty: add(qty, input.closes ?? ZERO),
    opens: qty,
    notional: value,
    margin: calculateOrderCost({ isLong, qty, price: entry, leverage, takerRate }).total,
    leverageNeeded: calculateLeverageNeeded(input, { isLong, qty }),
    feeIn,
    feeOut,
    lossAtStop,
    profitAtTarget,
    rewardToRisk: profitAtTarget === null ? null : div<Decimal>(profitAtTarget, lossAtStop),
    liquidationPrice,
    headroomAfterStop: input.headroom
      ? { today: sub(input.headroom.today, lossAtStop), overall: sub(input.headroom.overall, lossAtStop) }
      : null,
  };
}

function profitAt(
  target: Price,
  plan: { isLong: boolean; qty: Qty; entry: Price; instrument: Instrument; feeIn: Money },
): Money {
  const distance = plan.isLong ? sub(target, plan.entry) : sub(plan.entry, target);
  const feeOut = calculateFee({ qty: plan.qty, price: target, rate: plan.instrument.takerRate });
  return sub(notional(distance, plan.qty), add(plan.feeIn, feeOut));
}

/** From cost(L) = value/L + fees, where the closing fee at bankruptcy itself falls or rises with 1/L. */
function calculateLeverageNeeded(input: SizingInput, plan: { isLong: boolean; qty: Qty }): Decimal {
  const { takerRate } = input.instrument;
  const value = notional(input.entry, plan.qty);
  const left = sub(input.freeMargin, mul(value, add(takerRate, takerRate)));
  if (left <= 0n) return add(input.instrument.maxLeverage, ONE);
  const weight = plan.isLong ? sub(ONE, takerRate) : add(ONE, takerRate);
  return max(ONE, roundUpToStep(div<Decimal>(mul(value, weight), left), BYBIT_LEVERAGE_STEP));
}

function findRejection(input: SizingInput, sizing: Sizing): SizingRejection | null {
  const { instrument } = input;
  const maxQty = input.entryLiquidity === "maker" ? instrument.maxLimitQty : instrument.maxMarketQty;
  if (maxQty > 0n && sizing.qty > maxQty) return "qty_above_max";
  const { liquidationPrice: price, side } = sizing;
  if (price !== null && (side === "long" ? input.stop <= price : input.stop >= price))
    return "stop_beyond_liquidation";
  const cap = findRiskTier(instrument.tiers, sizing.notional)?.maxLeverage ?? instrument.maxLeverage;
  if (cap > 0n && input.leverage > cap) return "leverage_above_cap";
  return sizing.margin > input.freeMargin ? "insufficient_margin" : null;
}
