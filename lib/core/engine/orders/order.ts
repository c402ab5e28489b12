import { type Money, type Price, type Qty, sub } from "@/lib/core/decimal";
import type { OrderStatus } from "@/lib/core/engine/orders/order-status";
import { trailTrigger } from "@/lib/core/engine/orders/trail-trigger";

export const SIDES = ["buy", "sell"] as const;
export type Side = (typeof SIDES)[number];
/** The price that a trigger is compared with. */
export const TRIGGER_PRICES = ["last", "mark"] as const;
/** Maker: the order rested in the book. Taker: it matched a resting one. */
export const LIQUIDITIES = ["maker", "taker"] as const;
export type Liquidity = (typeof LIQUIDITIES)[number];

export type TriggerBy = (typeof TRIGGER_PRICES)[number];
export const TIMES_IN_FORCE = ["GTC", "IOC", "FOK", "post-only"] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];
export const ORDER_KINDS = [
  "market",
  "limit",
  "stop-market",
  "stop-limit",
  "take-profit-market",
  "take-profit-limit",
  "trailing-stop",
] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];
/** The origin of an order; the journal's exit reason follows from it. */
export const ORDER_PURPOSES = [
  "manual",
  "stop",
  "target",
  "close",
  "liquidation",
  "breach",
  "reset",
  "delisted",
] as const;
export type OrderPurpose = (typeof ORDER_PURPOSES)[number];

/** A stop-loss or take-profit on a position. */
export type StopRequest = { price: Price; by: TriggerBy };
/**
 * `part`: each fill gets stop and target of its own quantity, as reduce-only orders, of which one cancels the other; with
 * a limit price they become limit orders. Without it the position gets them.
 */
export type Protection = {
  stopLoss: StopRequest | null;
  takeProfit: StopRequest | null;
  part?: { stopLimit: Price | null; targetLimit: Price | null };
};

/** Distance between the best price seen and the trigger; waits for `activation` when there is one. */
export type Trail = { distance: Price; activation: Price | null; extreme: Price | null };

/** An order that is not terminal. Quantities in base currency, always positive; `side` has the sign. */
export type Order = {
  id: string;
  symbol: string;
  side: Side;
  kind: OrderKind;
  qty: Qty;
  filled: Qty;
  /** Σ fill quantity × fill price. */
  filledValue: Money;
  fees: Money;
  /** Limit price; for a market order the price at which its margin is reserved. */
  price: Price | null;
  trigger: StopRequest | null;
  trail: Trail | null;
  timeInForce: TimeInForce;
  reduceOnly: boolean;
  purpose: OrderPurpose;
  attached: Protection | null;
  status: OrderStatus;
  /** Quantity ahead of the order at its price, base currency; null until a book has shown the level. */
  queueAhead: Qty | null;
  /** The newest price that moved its trail or queue or filled it: an older one does not match it again. */
  lastMatchedAt: { timeMs: number; seq: number } | null;
  acceptedAtMs: number;
  acceptedSeq: number;
  /** A market order is rejected and a resting one expires after this time; null for never. */
  expiresAtMs: number | null;
  /** A program placed it: over `/v5`, an alert or an assistant. Left out for a trader's own. */
  isByProgram?: boolean;
};

/** Quantity that may still fill. */
export function remainingQty(order: Order): Qty {
  return sub(order.qty, order.filled);
}

export function oppositeSide(side: Side): Side {
  return side === "buy" ? "sell" : "buy";
}

/** Whether the order waits for its trigger, so that nothing may match it yet. */
export function isConditional(order: Order): boolean {
  return (order.trigger !== null || order.trail !== null) && order.status === "OPEN";
}

/** Whether the part of the order that is not filled immediately is withdrawn. */
export function mayNotRest(order: Pick<Order, "timeInForce">): boolean {
  return order.timeInForce === "IOC" || order.timeInForce === "FOK";
}

/** Whether the order's fill price is bounded by `price`. */
export function hasLimit(kind: OrderKind): boolean {
  return kind === "limit" || kind === "stop-limit" || kind === "take-profit-limit";
}

/** Whether a falling price reaches the trigger: sell stops and buy targets. */
export function triggersOnFall(order: { side: Side; kind: OrderKind }): boolean {
  const isTarget = order.kind === "take-profit-market" || order.kind === "take-profit-limit";
  return (order.side === "sell") !== isTarget;
}

/** The order's price for margin and notional: limit price, else trigger, else null for an inactive trail. */
export function workingPrice(order: Order): Price | null {
  return order.price ?? order.trigger?.price ?? trailTrigger(order);
}
