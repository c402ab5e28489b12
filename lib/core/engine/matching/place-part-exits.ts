import { type Price, type Qty, ZERO } from "@/lib/core/decimal";
import type { Draft } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { type Order, oppositeSide, type StopRequest } from "@/lib/core/engine/orders/order";
import { PART_PREFIX, partExitId } from "@/lib/core/engine/orders/part-exit-id";
import { ocoOrderId } from "@/lib/core/order-groups/oco-pair";

/** Places stop and target of a fill of `qty` as reduce-only orders; where there are both, one cancels the other. */
export function placePartExits(draft: Draft, entry: Order, qty: Qty): void {
  const { stopLoss = null, takeProfit = null, part } = entry.attached ?? {};
  const group = `${PART_PREFIX}${draft.state.seq}`;
  const isPair = stopLoss !== null && takeProfit !== null;
  const place = (kind: "stop" | "take-profit", trigger: StopRequest | null, limit: Price | null) => {
    if (trigger === null) return;
    const id = isPair ? ocoOrderId(group, kind === "stop" ? "stop" : "limit") : partExitId(draft.state.seq);
    emit(draft, {
      type: "order-accepted",
      order: {
        id,
        symbol: entry.symbol,
        side: oppositeSide(entry.side),
        kind: `${kind}-${limit === null ? "market" : "limit"}`,
        qty,
        filled: ZERO,
        filledValue: ZERO,
        fees: ZERO,
        price: limit,
        trigger,
        trail: null,
        timeInForce: limit === null ? "IOC" : "GTC",
        reduceOnly: true,
        purpose: "manual",
        attached: null,
        status: "OPEN",
        queueAhead: ZERO,
        lastMatchedAt: null,
        expiresAtMs: null,
      },
    });
  };
  place("stop", stopLoss, part?.stopLimit ?? null);
  place("take-profit", takeProfit, part?.targetLimit ?? null);
}
