import "server-only";
import {
  abs,
  formatPrice,
  formatRounded,
  notional,
  type Price,
  priceOf,
  type Qty,
  sub,
} from "@/lib/core/decimal";
import { type StopRequest, triggersOnFall } from "@/lib/core/engine/orders/order";
import { isTerminal } from "@/lib/core/engine/orders/order-status";
import { closingSide, type Position } from "@/lib/core/engine/positions/position";
import { isHedged } from "@/lib/core/engine/state/hedge";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import type { OrderRecord } from "@/lib/db/records/order-records";
import {
  findEnding,
  isConditionalKind,
  isLimitKind,
  TIME_IN_FORCE,
  TRIGGER_BY,
  toCreateType,
  toOrderStatus,
  toStopOrderType,
} from "@/lib/v5/orders/order-terms";
import { positionIdxOf } from "@/lib/v5/positions/position-index";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";

/** An order on the wire: every key is always there. */
export type WireOrder = ReturnType<typeof toWireOrder>;

const CONSTANTS = {
  parentOrderLinkId: "",
  blockTradeId: "",
  isLeverage: "",
  ocoTriggerBy: "",
  lastPriceOnCreated: "",
  marketUnit: "",
  orderIv: "",
  placeType: "",
  slippageToleranceType: "UNKNOWN",
  slippageTolerance: "0",
  smpType: "None",
  smpGroup: 0,
  smpOrderId: "",
  extraFees: "",
  rpiTakerAccess: false,
  rpiMatchedQty: "0",
};

/** A stored order on the wire. */
export function toWireOrder(portfolioId: string, order: OrderRecord) {
  const { filled, kind, attached, trigger } = order;
  const hasEnded = isTerminal(order.status);
  const left = sub(order.qty, filled);
  const isWithdrawn = hasEnded && order.status !== "FILLED";
  const ending = isWithdrawn
    ? findEnding(order.status === "EXPIRED" ? "requested" : order.reason, order)
    : { cancelType: "UNKNOWN", rejectReason: "EC_NoError" };
  return {
    ...CONSTANTS,
    orderId: toOrderUuid(portfolioId, order.id),
    orderLinkId: order.orderLinkId ?? "",
    symbol: order.symbol,
    positionIdx: positionIdxOf(order, order.isHedged),
    side: toWireSide(order.side),
    // The price of a market order is internal: it only reserves margin.
    price: isLimitKind(kind) && order.price !== null ? formatPrice(order.price) : "0",
    qty: formatRounded(order.qty),
    orderType: isLimitKind(kind) ? "Limit" : "Market",
    timeInForce: TIME_IN_FORCE[isLimitKind(kind) ? order.timeInForce : "IOC"],
    orderStatus: toOrderStatus(order.status, order),
    createType: toCreateType(order),
    ...ending,
    avgPrice: filled > 0n ? formatPrice(priceOf(order.filledValue, filled)) : "",
    leavesQty: hasEnded ? "0" : formatRounded(left),
    leavesValue: hasEnded
      ? "0"
      : formatRounded(notional(order.price ?? trigger?.price ?? (0n as Price), left)),
    cumExecQty: formatRounded(filled),
    cumExecValue: formatRounded(order.filledValue),
    cumExecFee: formatRounded(order.fees),
    cumFeeDetail: filled > 0n ? { USDT: formatRounded(order.fees) } : {},
    stopOrderType: toStopOrderType(order),
    ...describeTrigger(order),
    ...describeProtection(attached),
    reduceOnly: order.reduceOnly,
    closeOnTrigger: order.purpose === "stop" || order.purpose === "target",
    createdTime: String(order.acceptedAtMs),
    updatedTime: String(order.updatedAtMs),
  };
}

/**
 * The waiting stop and target of a position as orders, with ids that stay the same until they fire or are removed.
 */
export function toStopOrders(state: PortfolioState, position: Position): WireOrder[] {
  const rows = [
    ["stop", position.stopLoss],
    ["target", position.takeProfit],
  ] as const;
  return rows.flatMap(([purpose, stop]) => {
    if (stop === null) return [];
    const side = closingSide(position);
    const order: OrderRecord = {
      id: `${purpose}:${position.roundTrip.id}`,
      orderLinkId: null,
      symbol: position.symbol,
      isHedged: isHedged(state, position.symbol),
      side,
      kind: purpose === "stop" ? "stop-market" : "take-profit-market",
      status: "OPEN",
      qty: abs(position.qty),
      filled: 0n as Qty,
      filledValue: 0n as OrderRecord["filledValue"],
      fees: 0n as OrderRecord["fees"],
      price: null,
      trigger: stop,
      trail: null,
      timeInForce: "IOC",
      reduceOnly: true,
      purpose,
      attached: { stopLoss: null, takeProfit: null },
      acceptedAtMs: stop.acceptedAtMs,
      acceptedSeq: stop.acceptedSeq,
      updatedAtMs: stop.acceptedAtMs,
      reason: null,
    };
    return [{ ...toWireOrder(state.id, order), tpslMode: "Full" }];
  });
}

export function toWireSide(side: "buy" | "sell"): "Buy" | "Sell" {
  return side === "buy" ? "Buy" : "Sell";
}

function describeTrigger({ kind, side, trigger, trail }: OrderRecord) {
  if (!isConditionalKind(kind)) return { triggerPrice: "", triggerDirection: 0, triggerBy: "" };
  const price = trigger?.price ?? trail?.activation ?? null;
  return {
    triggerPrice: price === null ? "" : formatPrice(price),
    triggerDirection: triggersOnFall({ side, kind }) ? 2 : 1,
    triggerBy: TRIGGER_BY[trigger?.by ?? "last"],
  };
}

function describeProtection({ stopLoss, takeProfit, part }: OrderRecord["attached"]) {
  const limit = (price: Price | null | undefined) => (price ? formatPrice(price) : "");
  const show = (stop: StopRequest | null) => (stop === null ? "" : formatPrice(stop.price));
  return {
    takeProfit: show(takeProfit),
    stopLoss: show(stopLoss),
    tpTriggerBy: takeProfit === null ? "" : TRIGGER_BY[takeProfit.by],
    slTriggerBy: stopLoss === null ? "" : TRIGGER_BY[stopLoss.by],
    tpLimitPrice: limit(part?.targetLimit),
    slLimitPrice: limit(part?.stopLimit),
    tpslMode: stopLoss === null && takeProfit === null ? "" : part ? "Partial" : "Full",
  };
}
