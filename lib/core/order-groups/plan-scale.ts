import {
  add,
  type Decimal,
  div,
  fromNumber,
  isMultipleOf,
  mulDiv,
  notional,
  type Price,
  type Qty,
  roundDownToStep,
  roundToTickNearest,
  sub,
  ZERO,
} from "@/lib/core/decimal";
import type { Side } from "@/lib/core/engine/orders/order";
import { type Instrument, selectMinQty } from "@/lib/core/engine/positions/instrument";

/** How a ladder's quantity is spread: alike, or growing to its last price. */
export const SCALE_SHAPES = ["even", "rising"] as const;
export type ScaleShape = (typeof SCALE_SHAPES)[number];

export const MIN_SCALE_ORDERS = 2;
export const MAX_SCALE_ORDERS = 20;

/** A ladder of limit orders: `qty` in all, from the price `from` to `to`, in this order. */
export type ScaleTerms = { side: Side; qty: Qty; from: Price; to: Price; count: number; shape: ScaleShape };

export type ScaleProblem =
  | "count"
  | "qty_off_step"
  | "price_off_tick"
  | "prices_too_close"
  | "orders_too_small";

export type ScaleStep = { price: Price; qty: Qty };

/**
 * The orders of a ladder: prices at equal distances, rounded to the tick; quantities on the step, whose sum is exactly
 * `qty`. What rounding leaves over goes to the last ones.
 */
export function planScale(
  terms: ScaleTerms,
  instrument: Pick<Instrument, "tickSize" | "qtyStep" | "minQty" | "minNotional">,
): { steps: ScaleStep[] } | { problem: ScaleProblem } {
  const { qty, from, to, count } = terms;
  const { tickSize, qtyStep } = instrument;
  if (!Number.isInteger(count) || count < MIN_SCALE_ORDERS || count > MAX_SCALE_ORDERS)
    return { problem: "count" };
  if (qty <= 0n || !isMultipleOf(qty, qtyStep)) return { problem: "qty_off_step" };
  if (from <= 0n || to <= 0n || !isMultipleOf(from, tickSize) || !isMultipleOf(to, tickSize)) {
    return { problem: "price_off_tick" };
  }
  const prices = spreadPrices(terms, tickSize);
  if (new Set(prices).size < count) return { problem: "prices_too_close" };
  const qtys = spreadQty(terms, qtyStep);
  const steps = prices.map((price, index) => ({ price, qty: qtys[index] ?? ZERO }));
  const isSmall = steps.some((step) => step.qty < selectMinQty(instrument, step.price));
  return isSmall ? { problem: "orders_too_small" } : { steps };
}

/** Average price of a whole ladder, weighted by quantity. */
export function averageScalePrice(steps: readonly ScaleStep[]): Price {
  const qty = steps.reduce((sum, step) => add(sum, step.qty), ZERO as Qty);
  const value = steps.reduce((sum, step) => add(sum, notional(step.price, step.qty)), notional(ZERO, ZERO));
  return div<Decimal>(value, qty) as Price;
}

function spreadPrices({ from, to, count }: ScaleTerms, tickSize: Decimal): Price[] {
  const gap = sub(to, from);
  return Array.from({ length: count }, (_, index) => {
    const part = { numerator: fromNumber(index), denominator: fromNumber(count - 1) };
    return roundToTickNearest(add(from, mulDiv(gap, part)), tickSize);
  });
}

function spreadQty({ qty, count, shape }: ScaleTerms, qtyStep: Decimal): Qty[] {
  const weights = Array.from({ length: count }, (_, index) => (shape === "even" ? 1 : index + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const parts = weights.map((weight) => {
    const part = { numerator: fromNumber(weight), denominator: fromNumber(all) };
    return roundDownToStep(mulDiv(qty, part), qtyStep);
  });
  let left = parts.reduce((rest, part) => sub(rest, part), qty);
  for (let index = count - 1; left > 0n; index -= 1) {
    parts[index] = add(parts[index] ?? ZERO, qtyStep as Qty);
    left = sub(left, qtyStep as Qty);
  }
  return parts;
}
