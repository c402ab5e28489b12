import type { Command } from "@/lib/core/engine/commands";
import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { requestLimits, rollLimits } from "@/lib/core/limits/limit-state";
import { areSameLimits, hasOwnLimit } from "@/lib/core/limits/own-limits";

/**
 * Sets the trader's own limits: what is tighter at once, what is looser later. The first ones are compared
 * with the day as it was read from the log, which must be complete. An unchanged request makes no event.
 */
export function setOwnLimits(
  draft: Draft,
  { limits: wanted, known }: Extract<Command, { type: "set-limits" }>,
): RejectReason | null {
  const { state, context } = draft;
  const { nowMs } = context;
  const current = state.limits && rollLimits(state.limits, { nowMs, balance: state.balance });
  if (current === null) {
    if (!hasOwnLimit(wanted)) return null;
    if (known.seq !== state.seq) return "portfolio_changed";
    emit(draft, { type: "limits-set", limits: wanted, pending: null, day: known.day });
    return null;
  }
  const { limits, pending } = requestLimits(current, wanted, nowMs);
  const isSame = pending === current.pending && areSameLimits(limits, current.limits);
  if (!isSame) emit(draft, { type: "limits-set", limits, pending, day: current.day });
  return null;
}
