import type { Translate } from "@/lib/client/translate";
import type { CancelReason } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";

/** Why an order or a change was rejected or cancelled. A code without a text is shown as it is. */
export function explainReason(code: string, t: Translate<"terminal">): string {
  const key = `reason.${code as CancelReason | RejectReason}` as const;
  return t.has(key) ? t(key) : code;
}
