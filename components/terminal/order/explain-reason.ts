import type { Translate } from "@/lib/client/translate";
import type { CancelReason } from "@/lib/core/engine/events";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { OCO_PREFIX } from "@/lib/core/order-groups/oco-pair";

/**
 * Why an order or a change was rejected or cancelled. A code without a text is shown as it is. An order of a pair is
 * cancelled with the other one, by the trader or by its fill.
 */
export function explainReason(code: string, t: Translate<"terminal">, orderId = ""): string {
  if (code === "requested" && orderId.startsWith(OCO_PREFIX)) return t("reason.pair");
  const key = `reason.${code as CancelReason | RejectReason}` as const;
  return t.has(key) ? t(key) : code;
}
