import { encodeId } from "@/lib/client/api/encode-id";
import { getJson, RequestError, requestJson } from "@/lib/client/api/market-api";
import { readServerNowMs, realign } from "@/lib/client/market/server-clock";
import type {
  AdjustMarginBody,
  AmendOrderBody,
  ChangeModesBody,
  ChangePortfolioBody,
  ChangePositionBody,
  CloseAllBody,
  ClosePositionBody,
  NewPortfolioBody,
  OrderGroupBody,
  PlaceOrderBody,
  ReversePositionBody,
} from "@/lib/schemas/trading/trading";
import type {
  CloseAllResponse,
  EventsPage,
  FillsPage,
  OrdersPage,
  PortfolioSnapshot,
  PortfoliosResponse,
  TradingResponse,
} from "@/lib/schemas/trading/trading-responses";
import type { ChaseDto, ChasesResponse, TwapDto, TwapsResponse } from "@/lib/schemas/trading/twaps";

type Write = { method: "POST" | "PUT" | "PATCH" | "DELETE"; body?: unknown };

/**
 * Every write carries the time of the decision by the server's clock: the latency guard rejects old ones. If
 * the guard measures more than the duration of the whole request, the local clock was wrong: it is corrected
 * and the write sent once more.
 */
async function send<T>(url: string, write: Write): Promise<T> {
  const startMs = performance.now();
  try {
    return await sendNow<T>(url, write);
  } catch (error) {
    const age = error instanceof RequestError ? Math.abs(Number(error.details?.ageMs)) : Number.NaN;
    const isClockWrong = age > performance.now() - startMs;
    if (!isClockWrong) throw error;
    await realign();
    return sendNow<T>(url, write);
  }
}

function sendNow<T>(url: string, { method, body }: Write): Promise<T> {
  return requestJson<T>(url, {
    method,
    headers: {
      "content-type": "application/json",
      "x-order-timestamp": String(Math.round(readServerNowMs())),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

/**
 * Places an order. A retry with the same `clientOrderId` returns the first response. Throws `RequestError`.
 */
export function postOrder(body: PlaceOrderBody): Promise<TradingResponse> {
  return send("/api/orders", { method: "POST", body });
}

/** Changes price, quantity or trigger of an open order. Throws `RequestError`. */
export function patchOrder(orderId: string, body: AmendOrderBody): Promise<TradingResponse> {
  return send(`/api/orders/${encodeId(orderId)}`, { method: "PATCH", body });
}

/** Cancels one open order. Throws `RequestError`. */
export function deleteOrder(order: { id: string; portfolioId: string }): Promise<TradingResponse> {
  const query = new URLSearchParams({ portfolioId: order.portfolioId });
  return send(`/api/orders/${encodeId(order.id)}?${query}`, { method: "DELETE" });
}

/** Cancels all open orders, or those of one symbol. Throws `RequestError`. */
export function deleteOrders(scope: { portfolioId: string; symbol?: string }): Promise<TradingResponse> {
  return send(`/api/orders?${new URLSearchParams(scope)}`, { method: "DELETE" });
}

/** Closes a fraction of a position at market. Throws `RequestError`. */
export function postClose(symbol: string, body: ClosePositionBody): Promise<TradingResponse> {
  return send(`/api/positions/${symbol}/close`, { method: "POST", body });
}

/** Closes a position and opens the same size on the other side. Throws `RequestError`. */
export function postReverse(symbol: string, body: ReversePositionBody): Promise<TradingResponse> {
  return send(`/api/positions/${symbol}/reverse`, { method: "POST", body });
}

/** Sets or removes stop and target, or changes the leverage. Throws `RequestError`. */
export function patchPosition(symbol: string, body: ChangePositionBody): Promise<TradingResponse> {
  return send(`/api/positions/${symbol}`, { method: "PATCH", body });
}

/** Adds margin to an isolated position, or removes added margin. Throws `RequestError`. */
export function postMargin(symbol: string, body: AdjustMarginBody): Promise<TradingResponse> {
  return send(`/api/positions/${symbol}/margin`, { method: "POST", body });
}

/** Closes every position at market that can be closed; the response names the others. Throws `RequestError`. */
export function postCloseAll(body: CloseAllBody): Promise<CloseAllResponse> {
  return send("/api/positions/close", { method: "POST", body });
}

/** A portfolio's state. Throws `RequestError`. */
export function fetchPortfolio(id: string): Promise<PortfolioSnapshot> {
  return getJson(`/api/portfolio?${new URLSearchParams({ id })}`);
}

/** The latest events of a portfolio, newest first. Throws `RequestError`. */
export function fetchNewestEvents(portfolioId: string): Promise<EventsPage> {
  return getJson(`${LIST_URLS.events}?${new URLSearchParams({ portfolioId })}`);
}

/** Places a ladder or a pair of orders, all of them or none, or starts a TWAP or a chase. Throws `RequestError`. */
export function postOrderGroup(body: OrderGroupBody): Promise<TradingResponse> {
  return send("/api/orders/group", { method: "POST", body });
}

/** The list of a portfolio's TWAPs or chases. */
export function urlOfRunning(kind: "twap" | "chase", portfolioId: string): string {
  return `/api/orders/${kind}?${new URLSearchParams({ portfolioId })}`;
}

/** Stops a TWAP. Throws `RequestError`. */
export function deleteTwap({ portfolioId, id }: Pick<TwapDto, "portfolioId" | "id">): Promise<TwapsResponse> {
  return send(`/api/orders/twap/${encodeId(id)}?${new URLSearchParams({ portfolioId })}`, {
    method: "DELETE",
  });
}

/** Stops a chase and cancels its order. Throws `RequestError`. */
export function deleteChase({
  portfolioId,
  id,
}: Pick<ChaseDto, "portfolioId" | "id">): Promise<ChasesResponse> {
  return send(`/api/orders/chase/${encodeId(id)}?${new URLSearchParams({ portfolioId })}`, {
    method: "DELETE",
  });
}

/** Resets a practice portfolio, to a balance in whole quote currency. Throws `RequestError`. */
export function postReset(id: string, opening: string): Promise<TradingResponse> {
  return send(`/api/portfolios/${encodeId(id)}/reset`, { method: "POST", body: { opening } });
}

/** Sets the position mode or the margin mode of a portfolio. Throws `RequestError`. */
export function putModes(id: string, body: ChangeModesBody): Promise<TradingResponse> {
  return send(`/api/portfolios/${encodeId(id)}/modes`, { method: "PUT", body });
}

/** Opens a practice portfolio. Throws `RequestError`. */
export function postPortfolio(body: NewPortfolioBody): Promise<PortfolioSnapshot> {
  return send("/api/portfolios", { method: "POST", body });
}

/** Renames a portfolio, archives it or puts it back. Throws `RequestError`. */
export function patchPortfolio(id: string, body: ChangePortfolioBody): Promise<PortfoliosResponse> {
  return send(`/api/portfolios/${encodeId(id)}`, { method: "PATCH", body });
}

/** URLs of the paged lists, which are also their cache keys. */
export const LIST_URLS = {
  history: "/api/orders/history",
  fills: "/api/portfolio/fills",
  events: "/api/portfolio/events",
} as const;

/** What each list responds with. */
export type ListPages = { history: OrdersPage; fills: FillsPage; events: EventsPage };
