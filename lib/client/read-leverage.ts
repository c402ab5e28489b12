import { readPositive } from "@/lib/client/orders/read-number";
import { type Decimal, formatDecimal } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import { BYBIT_LEVERAGE_STEP } from "@/lib/core/engine/venues/bybit-leverage";

const WRONG = "The leverage must be a number of at least 1.";
const OFF_STEP = `The leverage must be a multiple of ${formatDecimal(BYBIT_LEVERAGE_STEP)}.`;

/** A typed leverage, or why it is invalid; the symbol's limit is not checked. */
export function readLeverage(text: string): { value: Decimal } | { message: string } {
  const reading = readPositive(text, { missing: "The leverage is missing.", wrong: WRONG });
  if ("message" in reading) return reading;
  const reason = checkLeverage(reading.value, BYBIT_LEVERAGE_STEP);
  if (reason === null) return reading;
  return { message: reason === "leverage_off_step" ? OFF_STEP : WRONG };
}
