import { add, type Price, type Qty, ZERO } from "@/lib/core/decimal";
import { type Draft, marketOf, toVenueMs } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { isConditional, type Order, oppositeSide, type StopRequest } from "@/lib/core/engine/orders/order";
import { isPartExitOf, partExitId } from "@/lib/core/engine/orders/part-exit-id";
import { ocoOrderId } from "@/lib/core/order-groups/oco-pair";

/**
 * Places stop and target of a fill of `qty` as reduce-only orders; where there are both, one cancels the other. Those of
 * earlier fills of the same order grow as long as they wait.
 */
export function placePartExits(draft: Draft, entry: Order, qty: Qty): void {
  const waiting = draft.state.orders.filter(
    (order) => isPartExitOf(order.id, entry) && isConditional(order) && order.filled === 0n,
  );
  for (const exit of waiting) enlarge(draft, exit, qty);
  if (waiting.length > 0) return;
  const { stopLoss = null, takeProfit = null, part } = entry.attached ?? {};
  const group = partExitId(entry, draft.state.seq);
  const isPair = stopLoss !== null && takeProfit !== null;
  const place = (kind: "stop" | "take-profit", trigger: StopRequest | null, limit: Price | null) => {
    if (trigger === null) return;
    const id = isPair ? ocoOrderId(group, kind === "stop" ? "stop" : "limit") : group;
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

function enlarge(draft: Draft, { id: orderId, ...exit }: Order, qty: Qty): void {
  const { price, trigger, trail, queueAhead } = exit;
  const { nowMs } = draft.context;
  const market = marketOf(draft.context, exit.symbol);
  emit(draft, {
    type: "order-amended",
    orderId,
    price,
    qty: add(exit.qty, qty),
    trigger,
    trail,
    queueAhead,
    venueMs: market ? toVenueMs(market, nowMs) : nowMs,
    isQueued: false,
  });
}
