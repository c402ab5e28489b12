import { ZERO } from "@/lib/core/decimal";
import { type OpenTrade, protectTrade } from "@/lib/core/engine/positions/position";

type Stake = "risk" | "unprotectedQty" | "unprotectedValue";

/** An open trade as it may be stored: those of before lack what their entries put at stake. */
export type StoredTrade = Omit<OpenTrade, Stake> & Partial<Pick<OpenTrade, Stake>>;

/** The trade in today's shape. One without a stake has the average of its entries against its first stop. */
export function upcastTrade(stored: StoredTrade): OpenTrade {
  const { risk, unprotectedQty, unprotectedValue } = stored;
  if (risk !== undefined && unprotectedQty !== undefined && unprotectedValue !== undefined) {
    return { ...stored, risk, unprotectedQty, unprotectedValue };
  }
  const { entryQty, entryValue, initialStop, initialTarget } = stored;
  const unprotected = { ...stored, risk: ZERO, unprotectedQty: entryQty, unprotectedValue: entryValue };
  return protectTrade(unprotected, initialStop, initialTarget);
}
