import { add, notional, type Price, ZERO } from "@/lib/core/decimal";
import type { OrderFilled, PortfolioEvent } from "@/lib/core/engine/events";
import { isStillTaken, isWorse } from "@/lib/core/engine/matching/book-walk";
import { type Order, oppositeSide, remainingQty } from "@/lib/core/engine/orders/order";
import { nextStatus } from "@/lib/core/engine/orders/order-status";
import { applyPositionChange } from "@/lib/core/engine/positions/change-position";
import type { Position } from "@/lib/core/engine/positions/position";
import {
  type ConsumedLevel,
  findOrder,
  findOrderPosition,
  leverageOf,
  orderLeverageOf,
  type PortfolioState,
} from "@/lib/core/engine/state/state";

/** The state after one fill, except `seq`. @throws Error when the order is not open or would overfill. */
export function applyFill(
  state: PortfolioState,
  event: OrderFilled & Pick<PortfolioEvent, "seq" | "atMs">,
): PortfolioState {
  const order = findOrder(state, event.orderId);
  const before = order && findOrderPosition(state, order);
  const leverage = order ? orderLeverageOf(state, order) : leverageOf(state, event.symbol);
  const stop = findEntryStop(state, event.orderId, before);
  const after = applyPositionChange(before, event, { atMs: event.atMs, seq: event.seq, leverage, stop });
  return {
    ...state,
    balance: add(state.balance, event.cash),
    ledger: {
      ...state.ledger,
      realised: add(state.ledger.realised, event.realised),
      fees: add(state.ledger.fees, event.fee),
    },
    positions: replacePosition(state.positions, { before, after }),
    orders: fillOrderRow(state, event),
    consumed: consumeLevels(state.consumed, event),
  };
}

/** The stop of an entry: the existing one, which no order replaces, else the one its order brings, of a part with each fill. */
function findEntryStop(state: PortfolioState, orderId: string, position: Position | null): Price | null {
  const order = findOrder(state, orderId);
  const isFirst = position === null || order?.filled === 0n;
  const attached = isFirst || order?.attached?.part ? order?.attached?.stopLoss : null;
  return position?.stopLoss?.price ?? attached?.price ?? null;
}

function replacePosition(
  positions: readonly Position[],
  change: { before: Position | null; after: Position | null },
): readonly Position[] {
  const { before, after } = change;
  if (before === null) return after === null ? positions : [...positions, after];
  if (after === null) return positions.filter((item) => item !== before);
  return positions.map((item) => (item === before ? after : item));
}

function fillOrderRow(
  state: PortfolioState,
  event: OrderFilled & Pick<PortfolioEvent, "seq">,
): readonly Order[] {
  const order = findOrder(state, event.orderId);
  if (order === null) throw new Error(`Order ${event.orderId} is not open.`);
  const left = remainingQty(order);
  if (event.qty > left) throw new Error(`Order ${order.id} would fill more than its quantity.`);
  if (event.qty === left) {
    nextStatus(order.status, "fill-all");
    return state.orders.filter((item) => item !== order);
  }
  const filled: Order = {
    ...order,
    filled: add(order.filled, event.qty),
    filledValue: add(order.filledValue, notional(event.price, event.qty)),
    fees: add(order.fees, event.fee),
    queueAhead: ZERO,
    lastMatchedAt: { timeMs: event.evidence.tickMs, seq: event.seq },
    status: nextStatus(order.status, "fill-part"),
  };
  return state.orders.map((item) => (item === order ? filled : item));
}

/**
 * The recorded levels down to the last one walked are replaced: a recorded level that was not walked again is
 * gone from the book. Deeper levels stay unchanged, those that count no more are dropped.
 */
function consumeLevels(consumed: readonly ConsumedLevel[], event: OrderFilled): readonly ConsumedLevel[] {
  const { levels, bookMs } = event.evidence;
  const { symbol } = event;
  const worst = levels.at(-1);
  if (worst === undefined) return consumed;
  const side = oppositeSide(event.side);
  const isOfBook = (item: ConsumedLevel) => item.symbol === symbol && item.side === side;
  const kept = consumed.filter((item) => {
    if (item.symbol === symbol && !isStillTaken(item, bookMs)) return false;
    return !isOfBook(item) || isWorse(event.side, item.price, worst.price);
  });
  const matched = levels.map(({ price, takenBefore, taken }) => {
    const known = taken > 0n ? undefined : consumed.find((item) => isOfBook(item) && item.price === price);
    return { symbol, side, price, taken: add(takenBefore, taken), bookMs: known?.bookMs ?? bookMs };
  });
  return [...kept, ...matched];
}
