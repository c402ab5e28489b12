import { readPositive } from "@/lib/client/numbers/read-number";
import { explainNumber, type ProblemText } from "@/lib/client/orders/problem-text";
import { type Decimal, formatDecimal } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import { BYBIT_LEVERAGE_STEP } from "@/lib/core/engine/venues/bybit-leverage-step";

const TEXTS = {
  missing: (t) => t("leverage.missing"),
  wrong: (t) => t("leverage.wrong"),
  offStep: (t) => t("leverage.offStep", { step: formatDecimal(BYBIT_LEVERAGE_STEP) }),
} as const satisfies Record<string, ProblemText>;

/** A typed leverage, or why it is invalid; the symbol's limit is not checked. */
export function readLeverage(text: string): { value: Decimal } | { text: ProblemText } {
  const reading = readPositive(text);
  if (!("value" in reading)) return { text: explainNumber(reading, TEXTS) };
  const reason = checkLeverage(reading.value, BYBIT_LEVERAGE_STEP);
  if (reason === null) return reading;
  return { text: reason === "leverage_off_step" ? TEXTS.offStep : TEXTS.wrong };
}
