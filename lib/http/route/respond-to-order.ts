import "server-only";
import type { ResponseParts } from "@/lib/http/to-response";
import { runLater } from "@/lib/infra/run-later";
import type { OrderDto, TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondWithState } from "@/lib/trading/dto/respond-to-trader";
import { startAttempt } from "@/lib/trading/orders/attempt-order";

/** The orders that a write has queued, and the response before their execution. */
type Queued = { accepted: TradingResponse; orders: readonly OrderDto[]; traceparent?: string };

/**
 * Executes the orders that a write has queued and responds with the fill, which takes until the venue's next
 * book. An order that is not final within 250 ms is returned as accepted and executed after the response; so
 * is every order of a caller that sends `Prefer: respond-async` (RFC 7240).
 */
export async function respondToOrder(request: Request, queued: Queued): Promise<ResponseParts> {
  const { accepted, orders, traceparent } = queued;
  if (prefersAsync(request.headers)) {
    for (const order of orders) runLater(() => startAttempt(order, traceparent).finish());
    return { body: accepted, status: 202 };
  }
  const attempts = orders.map((order) => startAttempt(order, traceparent));
  for (const { finish } of attempts) runLater(finish);
  const states = await Promise.all(attempts.map(({ state }) => state));
  const newest = states.reduce((one, other) => ((other?.seq ?? 0) > (one?.seq ?? 0) ? other : one), null);
  return {
    body: newest ? await respondWithState(newest, accepted.order?.id ?? null) : accepted,
    status: 202,
  };
}

/** The response to a change: 202 if it takes effect only after a gap of the price feed. */
export function respondToChange(response: TradingResponse): ResponseParts {
  return { body: response, status: response.isDeferred ? 202 : 200 };
}

function prefersAsync(headers: Headers): boolean {
  return (headers.get("prefer") ?? "").split(",").some((one) => one.trim().toLowerCase() === "respond-async");
}
