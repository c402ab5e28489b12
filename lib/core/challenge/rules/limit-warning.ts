import { type Decimal, sub } from "@/lib/core/decimal";

/** How much of a limit is used: a half, or nine tenths, or more. */
export type LimitWarning = "half" | "nine-tenths";

/**
 * The warning on the page and by mail. The event, toast and webhook `headroom-warned` come at three quarters
 * (`WARN_BELOW_PART` in `lib/core/challenge/evaluate.ts`).
 *
 * The warning that a limit deserves: `headroom` is what is left of `amount`, the whole allowance, in the same
 * unit. Null below a half. A limit without an allowance is used up.
 */
export function warnOfLimit(limit: { headroom: Decimal; amount: Decimal }): LimitWarning | null {
  const used = sub(limit.amount, limit.headroom);
  if (used * 10n >= limit.amount * 9n) return "nine-tenths";
  return used * 2n >= limit.amount ? "half" : null;
}
