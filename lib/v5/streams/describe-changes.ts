import "server-only";
import { formatRounded } from "@/lib/core/decimal";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { findFillRecords, sumRealised } from "@/lib/db/records/closed-records";
import { type ExecutionRecord, findExecutionRecords } from "@/lib/db/records/execution-records";
import { findOrderRecords } from "@/lib/db/records/order-records";
import { buildContext } from "@/lib/market/reference/build-context";
import { toWireWallet } from "@/lib/v5/account/to-wire-wallet";
import { toWireExecution } from "@/lib/v5/orders/to-wire-execution";
import { toStopOrders, toWireOrder, type WireOrder } from "@/lib/v5/orders/to-wire-order";
import { foldClosed, netOf } from "@/lib/v5/positions/list-closed-pnl";
import { listSides, toWirePosition } from "@/lib/v5/positions/to-wire-position";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";

/** The private topics, in the order in which the messages of one change are sent. */
export const PRIVATE_TOPICS = ["order", "execution", "execution.fast", "position", "wallet"] as const;
export type PrivateTopic = (typeof PRIVATE_TOPICS)[number];

/** The rows of each topic; a topic without rows has no message. */
export type PrivateRows = Record<PrivateTopic, object[]>;

/** The waiting stops and targets of a portfolio by their ids on the wire. */
export type StopOrders = ReadonlyMap<string, WireOrder>;

const MAX_EXECUTIONS = 1_000;

/** Events that change only what the wire does not show. */
const INTERNAL: ReadonlySet<PortfolioEvent["type"]> = new Set([
  "order-trailed",
  "order-queued-behind",
  "equity-peaked",
  "day-corrected",
  "day-rolled",
  "round-trip-closed",
  "headroom-warned",
]);

/** The stops and targets that wait now. */
export function listStopOrders(state: PortfolioState): StopOrders {
  const rows = state.positions.flatMap((position) => toStopOrders(state, position));
  return new Map(rows.map((row) => [row.orderId, row]));
}

/**
 * What private streams show of `events`, which led to `state`: for each order its newest form, every execution, and the
 * positions and the wallet as they are now. `before` are the stops that waited before.
 */
export async function describeChanges(
  state: PortfolioState,
  events: readonly PortfolioEvent[],
  before: StopOrders,
): Promise<PrivateRows | null> {
  const shown = events.filter(({ type }) => !INTERNAL.has(type));
  if (shown.length === 0) return null;
  const { id: portfolioId } = state;
  const ids = [...new Set(shown.flatMap(orderIdsOf))];
  const fromSeq = events[0]?.seq ?? 0;
  const [records, executions, realised] = await Promise.all([
    ids.length === 0 ? [] : findOrderRecords(portfolioId, { ids, limit: ids.length }),
    findExecutionRecords(portfolioId, { fromSeq, limit: MAX_EXECUTIONS }),
    sumRealised(portfolioId),
  ]);
  const symbols = [...new Set([...shown.flatMap(symbolsOf), ...records.map(({ symbol }) => symbol)])];
  const context = await buildContext([
    ...new Set([...symbols, ...state.positions.map(({ symbol }) => symbol)]),
  ]);
  const orders = records.reverse().map((record) => toWireOrder(portfolioId, record));
  const isByUser = shown.some(({ type }) => type === "position-stops-set");
  const own = executions.filter(({ seq }) => seq <= (events.at(-1)?.seq ?? seq)).reverse();
  const results = await findResults(portfolioId, own);
  const rows = [...orders, ...listMovedStops(before, listStopOrders(state), { orders, isByUser })];
  return {
    order: rows.map((row) => ({
      ...row,
      category: "linear",
      feeCurrency: "",
      closedPnl: results.get(row.orderId) ?? "0",
      brokerOrderPrice: "",
    })),
    execution: own.map((record) => toStreamExecution(portfolioId, record)),
    "execution.fast": own.map((record) => toFastExecution(portfolioId, record)),
    position: symbols
      .flatMap((symbol) => listSides(state, symbol))
      .map((of) => ({ ...toWirePosition(state, of, { context, realised }), category: "linear" })),
    wallet: [toWireWallet(state, context)],
  };
}

/** Net results by the wire's ids of the orders whose executions closed something. */
async function findResults(
  portfolioId: string,
  executions: readonly ExecutionRecord[],
): Promise<ReadonlyMap<string, string>> {
  const times = executions
    .filter(({ order, closed }) => order !== null && closed > 0n)
    .map(({ atMs }) => atMs);
  if (times.length === 0) return new Map();
  const span = { fromMs: Math.min(...times), untilMs: Math.max(...times) };
  const closed = foldClosed(await findFillRecords(portfolioId, span));
  return new Map(
    closed.map((one) => [toOrderUuid(portfolioId, one.fill.orderId), formatRounded(netOf(one))]),
  );
}

/** Stops that were set, moved or removed. One that has fired is among the orders. */
function listMovedStops(
  before: StopOrders,
  after: StopOrders,
  { orders, isByUser }: { orders: readonly WireOrder[]; isByUser: boolean },
): WireOrder[] {
  const fired = new Set(orders.map(({ orderId }) => orderId));
  const set = [...after.values()].filter((row) => {
    const known = before.get(row.orderId);
    return known?.triggerPrice !== row.triggerPrice || known.qty !== row.qty;
  });
  const removed = [...before.values()].filter(({ orderId }) => !after.has(orderId) && !fired.has(orderId));
  const cancelType = isByUser ? "CancelByUser" : "CancelByTpSlTsClear";
  const ended = removed.map((row) => ({
    ...row,
    orderStatus: "Deactivated",
    cancelType,
    rejectReason: "EC_PerCancelRequest",
    leavesQty: "0",
    leavesValue: "0",
    updatedTime: String(Date.now()),
  }));
  return [...set, ...ended] as WireOrder[];
}

function toStreamExecution(portfolioId: string, record: ExecutionRecord): object {
  const execPnl = formatRounded(record.realised);
  return { ...toWireExecution(portfolioId, record), category: "linear", isLeverage: "", execPnl };
}

function toFastExecution(portfolioId: string, record: ExecutionRecord): object {
  const { symbol, orderId, isMaker, orderLinkId, execId, execPrice, execQty, side, execTime, seq } =
    toWireExecution(portfolioId, record);
  return {
    category: "linear",
    symbol,
    orderId,
    isMaker,
    orderLinkId,
    execId,
    execPrice,
    execQty,
    side,
    execTime,
    seq,
  };
}

function orderIdsOf(event: PortfolioEvent): string[] {
  if (event.type === "order-accepted") return [event.order.id];
  return "orderId" in event ? [event.orderId] : [];
}

function symbolsOf(event: PortfolioEvent): string[] {
  if (event.type === "order-accepted") return [event.order.symbol];
  return "symbol" in event && event.symbol !== null ? [event.symbol] : [];
}
