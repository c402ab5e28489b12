import "server-only";
import { z } from "zod";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { findOrderRecords, type OrderFilter, type OrderRecord } from "@/lib/db/records/order-records";
import { type Call, loadState } from "@/lib/v5/call";
import { isConditionalKind, isLimitKind } from "@/lib/v5/orders/order-terms";
import { toStopOrders, toWireOrder, type WireOrder } from "@/lib/v5/orders/to-wire-order";
import { cursor, instant, optional, orderRef, pageSize, symbol, text, whole } from "@/lib/v5/wire/fields";
import { isUuid } from "@/lib/v5/wire/order-uuid";

/** Recent ended orders that `openOnly=1` lists. */
const RECENT = 500;
/** More open orders than a portfolio can have. */
const ALL_OPEN = 5_000;
const DAYS_7_MS = 7 * 86_400_000;

const listSchema = z.object({
  ...orderRef,
  symbol: optional(symbol),
  baseCoin: optional(text),
  settleCoin: optional(text),
  orderFilter: optional(text),
  limit: pageSize({ most: 50, usual: 20 }),
  cursor,
});

/** Query of `GET /v5/order/realtime`. An id finds an order whatever else is asked for. */
export const realtimeSchema = listSchema.extend({ openOnly: optional(whole) });
/** Query of `GET /v5/order/history`. */
export const historySchema = listSchema.extend({
  orderStatus: optional(text),
  startTime: optional(instant),
  endTime: optional(instant),
});

type Input = z.output<typeof listSchema>;
type Line = { seq: number; order: WireOrder; isConditional: boolean };

/** Open orders, or recent ended ones; an order by its id, open or ended. Stops of positions are among them. */
export async function listRealtimeOrders(
  call: Call,
  input: z.output<typeof realtimeSchema>,
): Promise<object> {
  const named = nameOrder(input);
  if (named === null) return emptyPage();
  const isByName = named.uuid !== undefined || named.link !== undefined;
  const isOpen = input.openOnly !== 1;
  const filter = isByName ? { ...named, limit: RECENT } : { isOpen, limit: isOpen ? ALL_OPEN : RECENT };
  const [records, state] = await Promise.all([
    findOrderRecords(call.portfolioId, filter),
    isOpen || isByName ? loadState(call) : null,
  ]);
  const lines = records.map((record) => toLine(call, record));
  const stops = state === null ? [] : listStops(state);
  const wanted = isByName ? stops.filter(({ order }) => order.orderId === named.uuid) : stops;
  return toPage([...wanted, ...lines], input);
}

/** The waiting stops and targets of positions. */
function listStops(state: PortfolioState): Line[] {
  return state.positions.flatMap((position) =>
    toStopOrders(state, position).map((order) => ({
      seq: (order.stopOrderType === "StopLoss" ? position.stopLoss : position.takeProfit)?.acceptedSeq ?? 0,
      order,
      isConditional: true,
    })),
  );
}

/** Ended orders, newest first; with an id, that order in any state. */
export async function listOrderHistory(call: Call, input: z.output<typeof historySchema>): Promise<object> {
  const named = nameOrder(input);
  if (named === null) return emptyPage();
  const isByName = named.uuid !== undefined || named.link !== undefined;
  const statuses = input.orderStatus === undefined ? undefined : STATUSES[input.orderStatus];
  if (input.orderStatus !== undefined && statuses === undefined) return emptyPage();
  const untilMs = input.endTime ?? (input.startTime === undefined ? call.nowMs : input.startTime + DAYS_7_MS);
  const span = isByName ? {} : { fromMs: input.startTime ?? untilMs - DAYS_7_MS, untilMs };
  const records = await findOrderRecords(call.portfolioId, {
    ...named,
    ...span,
    symbol: input.symbol ?? (input.baseCoin && `${input.baseCoin}USDT`),
    ...(input.orderFilter !== undefined && { isConditional: input.orderFilter !== "Order" }),
    beforeSeq: input.cursor,
    ...(statuses && { statuses }),
    ...(!isByName && { isOpen: false }),
    limit: input.limit + 1,
  });
  return toPage(
    records.map((record) => toLine(call, record)),
    { ...input, cursor: undefined },
  );
}

/** The product's statuses of each status that can be asked for. */
const STATUSES: Record<string, readonly string[]> = {
  Filled: ["FILLED"],
  Cancelled: ["CANCELLED", "REJECTED", "EXPIRED"],
  Deactivated: ["CANCELLED", "REJECTED", "EXPIRED"],
  Rejected: [],
};

/** How the query names an order; null for an id that no order can have. */
function nameOrder({ orderId, orderLinkId }: Input): Pick<OrderFilter, "uuid" | "link"> | null {
  if (orderId !== undefined) return isUuid(orderId) ? { uuid: orderId } : null;
  return orderLinkId !== undefined ? { link: orderLinkId } : {};
}

function toLine(call: Call, record: OrderRecord): Line {
  const isConditional =
    isConditionalKind(record.kind) && !(isLimitKind(record.kind) && record.status === "TRIGGERED");
  return { seq: record.acceptedSeq, order: toWireOrder(call.portfolioId, record), isConditional };
}

function toPage(lines: readonly Line[], input: Input): object {
  const isWanted = ({ seq, order, isConditional }: Line) =>
    (input.symbol === undefined || order.symbol === input.symbol) &&
    (input.baseCoin === undefined || order.symbol === `${input.baseCoin}USDT`) &&
    (input.settleCoin === undefined || input.settleCoin === "USDT") &&
    (input.orderFilter === undefined || (input.orderFilter === "Order") !== isConditional) &&
    (input.cursor === undefined || seq < input.cursor);
  const wanted = lines.filter(isWanted).sort((a, b) => b.seq - a.seq);
  const cut = wanted[input.limit - 1];
  // A stop and a target that were set together have one sequence number: a page never ends between them.
  const page = cut === undefined ? wanted : wanted.filter(({ seq }) => seq >= cut.seq);
  const nextPageCursor = cut !== undefined && page.length < wanted.length ? String(cut.seq) : "";
  return { category: "linear", list: page.map(({ order }) => order), nextPageCursor };
}

function emptyPage(): object {
  return { category: "linear", list: [], nextPageCursor: "" };
}
