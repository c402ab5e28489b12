import "server-only";
import { formatPrice, formatRounded, notional } from "@/lib/core/decimal";
import type { ExecutionRecord } from "@/lib/db/records/execution-records";
import { isLimitKind, toCreateType, toStopOrderType } from "@/lib/v5/orders/order-terms";
import { toWireSide } from "@/lib/v5/orders/to-wire-order";
import { toExecutionUuid, toOrderUuid } from "@/lib/v5/wire/order-uuid";

const CONSTANTS = {
  feeCurrency: "",
  indexPrice: "",
  tradeIv: "",
  markIv: "",
  underlyingPrice: "",
  blockTradeId: "",
  extraFees: "",
  execFeeV2: "",
};

/** An execution on the wire: a fill, a part of a liquidation, or a settlement of funding. */
export function toWireExecution(portfolioId: string, record: ExecutionRecord) {
  const { order, seq, symbol, side, qty, price } = record;
  return {
    ...CONSTANTS,
    symbol,
    side: toWireSide(side),
    execId: toExecutionUuid(portfolioId, seq),
    execFee: formatRounded(record.fee),
    execPrice: formatPrice(price),
    execQty: formatRounded(qty),
    execValue: formatRounded(notional(price, qty)),
    execTime: String(record.atMs),
    feeRate: formatRounded(record.feeRate),
    markPrice: formatPrice(record.mark),
    closedSize: formatRounded(record.closed),
    seq,
    ...(order === null ? describeFunding(record) : describeOrder(portfolioId, order)),
  };
}

function describeOrder(portfolioId: string, order: NonNullable<ExecutionRecord["order"]>) {
  const isLimit = isLimitKind(order.kind);
  return {
    orderId: toOrderUuid(portfolioId, order.id),
    orderLinkId: order.orderLinkId ?? "",
    orderPrice: isLimit && order.price !== null ? formatPrice(order.price) : "0",
    orderQty: formatRounded(order.qty),
    leavesQty: formatRounded(order.left),
    createType: toCreateType(order),
    orderType: isLimit ? "Limit" : "Market",
    stopOrderType: toStopOrderType(order),
    execType: order.purpose === "liquidation" ? "BustTrade" : "Trade",
    isMaker: order.liquidity === "maker",
  };
}

function describeFunding({ symbol, side, qty, atMs, seq }: ExecutionRecord) {
  return {
    orderId: `${Math.floor(atMs / 1_000)}-${symbol}-${seq}-${toWireSide(side)}`,
    orderLinkId: "",
    orderPrice: "0",
    orderQty: formatRounded(qty),
    leavesQty: "0",
    createType: "",
    orderType: "UNKNOWN",
    stopOrderType: "",
    execType: "Funding",
    isMaker: false,
  };
}
