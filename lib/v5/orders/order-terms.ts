import type { OrderKind, OrderPurpose, TimeInForce, TriggerBy } from "@/lib/core/engine/orders/order";
import type { OrderStatus } from "@/lib/core/engine/orders/order-status";
import { isPartExitId } from "@/lib/core/engine/orders/part-exit-id";

/** The wire's names of the product's terms. */

export const TIME_IN_FORCE = {
  GTC: "GTC",
  IOC: "IOC",
  FOK: "FOK",
  "post-only": "PostOnly",
} as const satisfies Record<TimeInForce, string>;

export const TRIGGER_BY = { last: "LastPrice", mark: "MarkPrice" } as const satisfies Record<
  TriggerBy,
  string
>;

const CREATE_TYPES = {
  manual: "CreateByUser",
  close: "CreateByClosing",
  stop: "CreateByStopLoss",
  target: "CreateByTakeProfit",
  liquidation: "CreateByTakeOver_PassThrough",
  breach: "CreateByAdminClosing",
  reset: "CreateByAdminClosing",
  delisted: "CreateByAdminClosing",
} as const satisfies Record<OrderPurpose, string>;

/** How an order that ended unfilled, or with a rest, is shown: status, cancelType and rejectReason. */
export type Ending = { cancelType: string; rejectReason: string };

const ENDINGS: Record<string, Ending> = {
  requested: { cancelType: "CancelByUser", rejectReason: "EC_PerCancelRequest" },
  disconnected: { cancelType: "CancelByDCP", rejectReason: "EC_PerCancelRequest" },
  oco: { cancelType: "CancelByUser", rejectReason: "EC_PerCancelRequest" },
  remainder: { cancelType: "UNKNOWN", rejectReason: "EC_NoEnoughQtyToFill" },
  reduce_only: { cancelType: "CancelByReduceOnly", rejectReason: "EC_Others" },
  no_margin: { cancelType: "CancelByAdmin", rejectReason: "EC_Others" },
  position_closed: { cancelType: "CancelByTpSlTsClear", rejectReason: "EC_Others" },
  liquidation: { cancelType: "CancelAllBeforeLiq", rejectReason: "EC_Others" },
  post_only_would_match: { cancelType: "UNKNOWN", rejectReason: "EC_PostOnlyWillTakeLiquidity" },
  no_liquidity: { cancelType: "UNKNOWN", rejectReason: "EC_NoImmediateQtyToFill" },
  price_outside_limit: { cancelType: "UNKNOWN", rejectReason: "EC_ReachRiskPriceLimit" },
  execution_timeout: { cancelType: "UNKNOWN", rejectReason: "EC_NoImmediateQtyToFill" },
};
const BY_OPERATION: Ending = { cancelType: "CancelByAdmin", rejectReason: "EC_Others" };

/** The ending of an order; `reason` is the product's. */
export function findEnding(
  reason: string | null,
  order: { timeInForce: TimeInForce; filled: bigint },
): Ending {
  if (reason === "remainder") {
    const isWhole = order.timeInForce === "FOK";
    const partly = order.filled > 0n ? "EC_CancelForNoFullFill" : "EC_NoImmediateQtyToFill";
    return { cancelType: "UNKNOWN", rejectReason: isWhole ? "EC_NoEnoughQtyToFill" : partly };
  }
  return ENDINGS[reason ?? "requested"] ?? BY_OPERATION;
}

/** Kinds with a trigger or a trail. */
export function isConditionalKind(kind: OrderKind): boolean {
  return kind !== "market" && kind !== "limit";
}

/** Whether an order of this kind is a limit order once it has triggered. */
export function isLimitKind(kind: OrderKind): boolean {
  return kind === "limit" || kind === "stop-limit" || kind === "take-profit-limit";
}

/** The wire's status. A rejected order of ours was accepted and ended by the book: "Cancelled" on the wire. */
export function toOrderStatus(status: OrderStatus, order: { kind: OrderKind; filled: bigint }): string {
  switch (status) {
    case "QUEUED":
    case "TRIGGERED":
      return "New";
    case "OPEN":
      return isConditionalKind(order.kind) ? "Untriggered" : "New";
    case "PARTIALLY_FILLED":
      return "PartiallyFilled";
    case "FILLED":
      return "Filled";
    case "REJECTED":
    case "CANCELLED":
    case "EXPIRED": {
      // Whether a stop-limit order had triggered is not stored with it.
      const isUntriggered = isConditionalKind(order.kind) && !isLimitKind(order.kind) && order.filled === 0n;
      return isUntriggered ? "Deactivated" : "Cancelled";
    }
  }
}

/** `createType`: what made the order. */
export function toCreateType(order: { id: string; kind: OrderKind; purpose: OrderPurpose }): string {
  if (isPartExitId(order.id))
    return isTargetKind(order.kind) ? "CreateByPartialTakeProfit" : "CreateByPartialStopLoss";
  return order.kind === "trailing-stop" ? "CreateByTrailingStop" : CREATE_TYPES[order.purpose];
}

function isTargetKind(kind: OrderKind): boolean {
  return kind === "take-profit-market" || kind === "take-profit-limit";
}

/** `stopOrderType`: "" for an order without a trigger. */
export function toStopOrderType(order: { id: string; kind: OrderKind; purpose: OrderPurpose }): string {
  if (isPartExitId(order.id)) return isTargetKind(order.kind) ? "PartialTakeProfit" : "PartialStopLoss";
  if (order.purpose === "stop") return "StopLoss";
  if (order.purpose === "target") return "TakeProfit";
  if (order.kind === "trailing-stop") return "TrailingStop";
  return isConditionalKind(order.kind) ? "Stop" : "";
}
