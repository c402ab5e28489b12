import "server-only";
import { z } from "zod";
import type { Command } from "@/lib/core/engine/commands";
import { isConditional, type Order } from "@/lib/core/engine/orders/order";
import { findOrder, nameSide, type PortfolioState } from "@/lib/core/engine/state/state";
import { findOcoPartner } from "@/lib/core/order-groups/oco-pair";
import { findOrderRecords } from "@/lib/db/records/order-records";
import { changePortfolio } from "@/lib/trading/portfolio/change-portfolio";
import { type Call, loadState, senderOf } from "@/lib/v5/call";
import { execute, type OrderIds } from "@/lib/v5/orders/create-order";
import { toStopOrders } from "@/lib/v5/orders/to-wire-order";
import { optional, symbol, text } from "@/lib/v5/wire/fields";
import { toOrderUuid } from "@/lib/v5/wire/order-uuid";
import { badParameter, toV5Error } from "@/lib/v5/wire/v5-error";

/** Orders may end while they are being cancelled: then the rest is cancelled again. */
const MAX_ATTEMPTS = 5;

/** Fields of `POST /v5/order/cancel-all`. */
export const cancelAllSchema = z.object({
  symbol: optional(symbol),
  baseCoin: optional(text),
  settleCoin: optional(text),
  orderFilter: optional(z.enum(["Order", "StopOrder", "tpslOrder", "OcoOrder", "BidirectionalTpslOrder"])),
  stopOrderType: optional(text),
});
export type CancelAllInput = z.output<typeof cancelAllSchema>;

/** What is cancelled: orders, and the stops and targets of positions, with the commands that do it. */
type Selected = { ids: OrderIds[]; orderIds: string[]; commands: Command[]; symbols: string[] };

/** Cancels all open orders, or those of one symbol or kind. Without a filter stops and targets of positions too. */
export async function cancelAllOrders(call: Call, input: CancelAllInput): Promise<object> {
  if (input.symbol === undefined && input.baseCoin === undefined && input.settleCoin === undefined) {
    throw badParameter("symbol, baseCoin or settleCoin is required");
  }
  for (let attempt = 1; ; attempt += 1) {
    const selected = select(await executeQueued(call, input), input);
    if (selected.commands.length === 0) return { list: [], success: "1" };
    const links = await findLinks(call, selected.orderIds);
    const result = await changePortfolio(
      call.portfolioId,
      selected.commands,
      selected.symbols,
      senderOf(call),
    );
    if (result.ok) {
      const list = selected.ids.map((ids) => ({ ...ids, orderLinkId: links.get(ids.orderId) ?? "" }));
      return { list, success: "1" };
    }
    const hasMoved = result.reason === "order_not_open" || result.reason === "no_position";
    if (!hasMoved || attempt >= MAX_ATTEMPTS) throw toV5Error(result.reason);
  }
}

/**
 * The state after the first books of the selected orders that wait for one, as on the venue, where a cancellation comes
 * after them.
 */
async function executeQueued(call: Call, input: CancelAllInput): Promise<PortfolioState> {
  const state = await loadState(call);
  const queued = select(state, input).orderIds.filter((id) => findOrder(state, id)?.status === "QUEUED");
  if (queued.length === 0) return state;
  await Promise.all(queued.map((id) => execute(call, state, id)));
  return loadState(call);
}

/** Without the second order of each pair (OCO), which ends with the first one. */
function dropPartners(orders: readonly Order[]): readonly Order[] {
  const ids = orders.map(({ id }) => id);
  return orders.filter(({ id }, index) => {
    const partner = ids.indexOf(findOcoPartner(id) ?? "");
    return partner === -1 || index < partner;
  });
}

function select(state: PortfolioState, input: CancelAllInput): Selected {
  const isWanted = (of: string) =>
    (input.symbol === undefined || of === input.symbol) &&
    (input.baseCoin === undefined || of === `${input.baseCoin}USDT`) &&
    (input.settleCoin === undefined || input.settleCoin === "USDT");
  const orders = state.orders.filter((order) => isWanted(order.symbol) && matchesFilter(order, input));
  const takesStops = input.orderFilter !== "Order" && input.stopOrderType !== "Stop";
  const positions = state.positions.filter(
    ({ symbol: of, stopLoss, takeProfit }) => takesStops && isWanted(of) && (stopLoss ?? takeProfit) !== null,
  );
  return {
    orderIds: orders.map(({ id }) => id),
    ids: [
      ...orders.map(({ id }) => ({ orderId: toOrderUuid(state.id, id), orderLinkId: "" })),
      ...positions.flatMap((one) =>
        toStopOrders(state, one).map(({ orderId }) => ({ orderId, orderLinkId: "" })),
      ),
    ],
    commands: [
      ...dropPartners(orders).map(({ id }) => ({ type: "cancel", orderId: id }) as const),
      ...positions.map(
        (position) =>
          ({
            type: "set-position-stops",
            symbol: position.symbol,
            ...nameSide(state, position),
            stopLoss: null,
            takeProfit: null,
          }) as const,
      ),
    ],
    symbols: [...new Set([...orders, ...positions].map(({ symbol: of }) => of))],
  };
}

function matchesFilter(order: Order, { orderFilter }: CancelAllInput): boolean {
  if (orderFilter === undefined) return true;
  return orderFilter === "Order" ? !isConditional(order) : isConditional(order);
}

async function findLinks(call: Call, ids: readonly string[]): Promise<Map<string, string>> {
  const records =
    ids.length === 0 ? [] : await findOrderRecords(call.portfolioId, { ids, limit: ids.length });
  return new Map(
    records.map(({ id, orderLinkId }) => [toOrderUuid(call.portfolioId, id), orderLinkId ?? ""]),
  );
}
