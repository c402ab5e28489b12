import { formatDecimal, fromNumber, mul, parseQty, roundDownToStep } from "@/lib/core/decimal";
import type { Instrument } from "@/lib/core/engine/positions/instrument";

const KEPT = fromNumber(0.99);

/** A quantity one percent smaller, on the step; null where that is below the smallest order. */
export function trimQty(
  qty: string,
  { qtyStep, minQty }: Pick<Instrument, "qtyStep" | "minQty">,
): string | null {
  const trimmed = roundDownToStep(mul(parseQty(qty), KEPT), qtyStep);
  return trimmed < minQty ? null : formatDecimal(trimmed);
}
