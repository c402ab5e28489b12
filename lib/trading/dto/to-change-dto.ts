import "server-only";
import type { DeferredChange } from "@/lib/core/engine/state/change";
import type { DeferredChangeDto } from "@/lib/schemas/trading/trading-responses";

/** A deferred change as shown to its owner. */
export function toChangeDto({ changeSeq, symbol, change }: DeferredChange): DeferredChangeDto {
  const orderId = "orderId" in change ? change.orderId : null;
  const side = "side" in change && change.side !== undefined ? { side: change.side } : {};
  return { seq: changeSeq, type: change.type, symbol, ...side, orderId };
}
