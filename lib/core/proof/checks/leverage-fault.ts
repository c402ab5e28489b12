import type { Decimal } from "@/lib/core/decimal";
import { checkLeverage } from "@/lib/core/engine/check-leverage";
import { CURRENT_RULES } from "@/lib/core/proof/log-rules";

/** Why a log can't contain this leverage, or null. */
export function leverageFault(leverage: Decimal): string | null {
  switch (checkLeverage(leverage, CURRENT_RULES.venue.leverageStep)) {
    case "leverage_below_min":
      return "a leverage is at least 1";
    case "leverage_off_step":
      return "a leverage is a multiple of the venue's step";
    default:
      return leverage > CURRENT_RULES.maxLeverage ? "the venue has no leverage that high" : null;
  }
}
