import "server-only";
import { z } from "zod";
import { findExecutionRecords } from "@/lib/db/records/execution-records";
import type { Call } from "@/lib/v5/call";
import { findOrder } from "@/lib/v5/orders/find-order";
import { toWireExecution } from "@/lib/v5/orders/to-wire-execution";
import { cursor, instant, optional, orderRef, pageSize, size, symbol, text } from "@/lib/v5/wire/fields";

const DAYS_7_MS = 7 * 86_400_000;

/** Query of `GET /v5/execution/list`. ccxt names the page size `size` when it asks for funding. */
export const executionsSchema = z.object({
  ...orderRef,
  symbol: optional(symbol),
  settleCoin: optional(text),
  execType: optional(text),
  startTime: optional(instant),
  endTime: optional(instant),
  limit: pageSize({ most: 100, usual: 50 }),
  size: optional(size(100)),
  cursor,
});

const KINDS = { Trade: "fill", Funding: "funding", BustTrade: "liquidation" } as const;

/** Executions, newest first: fills, liquidations and settlements of funding. */
export async function listExecutions(call: Call, input: z.output<typeof executionsSchema>): Promise<object> {
  const isNamed = input.orderId !== undefined || input.orderLinkId !== undefined;
  const order = isNamed ? await findOrder(call, input) : null;
  const kind = KINDS[input.execType as keyof typeof KINDS];
  const isUnknownKind = input.execType !== undefined && kind === undefined;
  const isElsewhere = input.settleCoin !== undefined && input.settleCoin !== "USDT";
  if ((isNamed && order === null) || isUnknownKind || isElsewhere) {
    return { category: "linear", list: [], nextPageCursor: "" };
  }
  const limit = input.size ?? input.limit;
  const untilMs = input.endTime ?? (input.startTime === undefined ? call.nowMs : input.startTime + DAYS_7_MS);
  const span = isNamed ? {} : { fromMs: input.startTime ?? untilMs - DAYS_7_MS, untilMs };
  const records = await findExecutionRecords(call.portfolioId, {
    ...span,
    symbol: input.symbol,
    kind,
    ...(order && { orderIds: [order.id] }),
    beforeSeq: input.cursor,
    limit: limit + 1,
  });
  const page = records.slice(0, limit);
  return {
    category: "linear",
    list: page.map((record) => toWireExecution(call.portfolioId, record)),
    nextPageCursor: records.length > limit ? String(page.at(-1)?.seq ?? "") : "",
  };
}
