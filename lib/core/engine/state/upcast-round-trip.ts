import { ZERO } from "@/lib/core/decimal";
import { protectRoundTrip } from "@/lib/core/engine/positions/change-position";
import type { OpenRoundTrip } from "@/lib/core/engine/positions/position";

type Stake = "risk" | "unprotectedQty" | "unprotectedValue";

/** An open trade as stored: rows of earlier versions lack the risk of their entries. */
export type StoredRoundTrip = Omit<OpenRoundTrip, Stake> & Partial<Pick<OpenRoundTrip, Stake>>;

/** The trade in its current shape. Without a stored risk it is the average entry against the first stop. */
export function upcastRoundTrip(stored: StoredRoundTrip): OpenRoundTrip {
  const { risk, unprotectedQty, unprotectedValue } = stored;
  if (risk !== undefined && unprotectedQty !== undefined && unprotectedValue !== undefined) {
    return { ...stored, risk, unprotectedQty, unprotectedValue };
  }
  const { entryQty, entryValue, initialStop, initialTarget } = stored;
  const unprotected = { ...stored, risk: ZERO, unprotectedQty: entryQty, unprotectedValue: entryValue };
  return protectRoundTrip(unprotected, initialStop, initialTarget);
}
