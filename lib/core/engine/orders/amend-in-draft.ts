import type { Command } from "@/lib/core/engine/commands";
import { type Draft, isBookAfter, marketOf, toVenueMs } from "@/lib/core/engine/context";
import { emit } from "@/lib/core/engine/emit";
import { findForeignField } from "@/lib/core/engine/orders/find-foreign-field";
import { isConditional, type Order, type Protection, type StopRequest } from "@/lib/core/engine/orders/order";
import { canHappen } from "@/lib/core/engine/orders/order-status";
import { findRejection } from "@/lib/core/engine/orders/reject";
import type { RejectReason } from "@/lib/core/engine/orders/reject-reason";
import { arriveAtBook, awaitsBook } from "@/lib/core/engine/orders/submit";
import { calculateQueueAhead } from "@/lib/core/engine/orders/take-market";
import type { AttachedChange } from "@/lib/core/engine/state/change";
import { findOrder } from "@/lib/core/engine/state/state";

type Amend = Extract<Command, { type: "amend" }>;

/**
 * Changes price, quantity, trigger, trail, or the stop and target that a resting order brings, under the checks of a new one. A new price or
 * a larger quantity goes to the back of the queue; a price that crosses the book waits for the first book
 * after the change. An amendment that changes nothing makes no event; one of a field that its kind does not
 * have is rejected.
 */
export function amendInDraft(draft: Draft, command: Amend): RejectReason | null {
  const order = findOrder(draft.state, command.orderId);
  if (order === null || !canHappen(order.status, "amend")) return "order_not_open";
  const foreign = findForeignField(order.kind, {
    price: command.price,
    trigger: command.triggerPrice,
    trail: command.trailDistance ?? command.activation,
  });
  if (foreign !== null) return foreign;
  if (command.activation !== undefined && order.trail?.extreme !== null) return "trail_active";
  if (command.triggerPrice !== undefined && !isConditional(order)) return "trigger_passed";
  const changed = change(order, command);
  if (isSame(order, changed)) return null;
  if (changed.qty <= order.filled) return "qty_below_min";
  const market = marketOf(draft.context, order.symbol);
  const venueMs = market ? toVenueMs(market, draft.context.nowMs) : draft.context.nowMs;
  const amended: Order = { ...changed, lastMatchedAt: { timeMs: venueMs, seq: draft.state.seq } };
  const others = { ...draft.state, orders: draft.state.orders.filter((item) => item !== order) };
  const reason = findRejection(others, amended, draft.context);
  if (reason !== null) return reason;
  const { price, qty, trigger, trail } = amended;
  const losesPlace = price !== order.price || qty > order.qty;
  const queueAhead = losesPlace ? calculateQueueAhead(draft.context, order, price) : order.queueAhead;
  const { attached } = amended;
  const hasMoved = !isSame(order, { ...amended, attached: order.attached });
  const isQueued = hasMoved && !isConditional(amended) && awaitsBook(amended, draft.context);
  emit(draft, {
    type: "order-amended",
    orderId: order.id,
    price,
    qty,
    trigger,
    trail,
    ...(attached !== order.attached && { attached }),
    queueAhead,
    venueMs,
    isQueued,
  });
  if (isQueued && isBookAfter(draft.context, amended)) arriveAtBook(draft, order.id);
  return null;
}

function change(order: Order, command: Amend): Order {
  const { trigger, trail } = order;
  return {
    ...order,
    price: command.price ?? order.price,
    qty: command.qty ?? order.qty,
    trigger: trigger && { ...trigger, price: command.triggerPrice ?? trigger.price },
    trail: trail && {
      ...trail,
      distance: command.trailDistance ?? trail.distance,
      activation: command.activation ?? trail.activation,
    },
    // What only reduces brings no stop: as at its acceptance, one that is given has no effect.
    attached:
      command.attached && !order.reduceOnly
        ? changeAttached(order.attached, command.attached)
        : order.attached,
  };
}

/** Stop and target after a change; the ones before where it leaves both as they are. */
function changeAttached(before: Protection | null, change: AttachedChange): Protection | null {
  const { stopLoss = before?.stopLoss ?? null, takeProfit = before?.takeProfit ?? null } = change;
  const part = before?.part && {
    stopLimit: change.stopLimit ?? before.part.stopLimit,
    targetLimit: change.targetLimit ?? before.part.targetLimit,
  };
  if (stopLoss === null && takeProfit === null) return null;
  const after: Protection = { stopLoss, takeProfit, ...(part && { part }) };
  return isSameProtection(before, after) ? before : after;
}

function isSameProtection(one: Protection | null, other: Protection): boolean {
  return (
    one !== null &&
    isSameStop(one.stopLoss, other.stopLoss) &&
    isSameStop(one.takeProfit, other.takeProfit) &&
    one.part?.stopLimit === other.part?.stopLimit &&
    one.part?.targetLimit === other.part?.targetLimit
  );
}

function isSameStop(one: StopRequest | null, other: StopRequest | null): boolean {
  return one?.price === other?.price && one?.by === other?.by;
}

function isSame(before: Order, after: Order): boolean {
  return (
    before.price === after.price &&
    before.qty === after.qty &&
    before.trigger?.price === after.trigger?.price &&
    before.trail?.distance === after.trail?.distance &&
    before.trail?.activation === after.trail?.activation &&
    before.attached === after.attached
  );
}
