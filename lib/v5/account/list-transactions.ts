import "server-only";
import { z } from "zod";
import { formatPrice, formatRounded } from "@/lib/core/decimal";
import { CASH_KINDS, type CashRecord, findCashRecords } from "@/lib/db/records/cash-records";
import type { Call } from "@/lib/v5/call";
import { toWireSide } from "@/lib/v5/orders/to-wire-order";
import { cursor, instant, optional, pageSize, text } from "@/lib/v5/wire/fields";
import { toExecutionUuid, toOrderUuid } from "@/lib/v5/wire/order-uuid";

const DAY_MS = 86_400_000;

/** Query of `GET /v5/account/transaction-log`. */
export const transactionsSchema = z.object({
  accountType: optional(text),
  currency: optional(text),
  type: optional(text),
  startTime: optional(instant),
  endTime: optional(instant),
  limit: pageSize({ most: 50, usual: 20 }),
  cursor,
});

const TYPES = {
  trade: "TRADE",
  liquidation: "LIQUIDATION",
  funding: "SETTLEMENT",
  deposit: "TRANSFER_IN",
  withdrawal: "TRANSFER_OUT",
} as const satisfies Record<CashRecord["kind"], string>;

/**
 * Changes of the balance, newest first, each with the balance after it: the balance before it and its `change` give
 * that balance. `change` is cash flow and funding less the fee.
 */
export async function listTransactions(
  call: Call,
  input: z.output<typeof transactionsSchema>,
): Promise<object> {
  const isElsewhere = input.currency !== undefined && input.currency !== "USDT";
  const kinds = CASH_KINDS.filter((kind) => input.type === undefined || TYPES[kind] === input.type);
  if (isElsewhere || kinds.length === 0) return { list: [], nextPageCursor: "" };
  const untilMs =
    input.endTime ?? (input.startTime === undefined ? call.nowMs : input.startTime + 7 * DAY_MS);
  const records = await findCashRecords(call.portfolioId, {
    kinds,
    fromMs: input.startTime ?? untilMs - DAY_MS,
    untilMs,
    beforeSeq: input.cursor,
    limit: input.limit + 1,
  });
  const page = records.slice(0, input.limit);
  return {
    list: page.map((record) => toRow(call.portfolioId, record)),
    nextPageCursor: records.length > input.limit ? String(page.at(-1)?.seq ?? "") : "",
  };
}

function toRow(portfolioId: string, record: CashRecord) {
  const { kind, change, side } = record;
  const isFill = kind === "trade" || kind === "liquidation";
  // A transfer or a reset is a cash flow.
  const cashFlow = isFill || kind === "funding" ? record.realised : change;
  return {
    id: `${portfolioId.slice(0, 8)}_${record.seq}`,
    symbol: record.symbol ?? "",
    category: "linear",
    side: side === null ? "None" : toWireSide(side),
    transactionTime: String(record.atMs),
    type: TYPES[kind],
    transSubType: "",
    qty: formatRounded(record.qty),
    size: formatRounded(record.held),
    currency: "USDT",
    tradePrice: record.price === null ? "" : formatPrice(record.price),
    funding: formatRounded(record.funding),
    fee: formatRounded(record.fee),
    cashFlow: formatRounded(cashFlow),
    change: formatRounded(change),
    cashBalance: formatRounded(record.balance),
    feeRate: formatRounded(record.feeRate),
    bonusChange: "0",
    tradeId: isFill ? toExecutionUuid(portfolioId, record.seq) : "",
    orderId: record.orderId === null ? "" : toOrderUuid(portfolioId, record.orderId),
    orderLinkId: record.orderLinkId ?? "",
    extraFees: "",
  };
}
