import "server-only";
import { after } from "next/server";
import type { Answer } from "@/lib/http/to-response";
import type { OrderDto, TradingResponse } from "@/lib/schemas/trading-answers";
import { respondWithState } from "@/lib/trading/dto/respond-to-trader";
import { startAttempt } from "@/lib/trading/orders/attempt-order";

/** What a write has queued, and the response as it stands before it is executed. */
type Queued = { answer: TradingResponse; orders: readonly OrderDto[]; traceparent?: string };

/**
 * Executes what a write has queued and responds with the fill, which takes until the next book of the venue. What is
 * not at its end within 250 ms is answered as it was accepted and goes on behind the response, and so is everything for
 * a caller that sends `Prefer: respond-async` (RFC 7240).
 */
export async function respondToOrder(request: Request, queued: Queued): Promise<Answer> {
  const { answer, orders, traceparent } = queued;
  if (prefersAsync(request.headers)) {
    for (const order of orders) after(() => startAttempt(order, traceparent).finish());
    return { body: answer, status: 202 };
  }
  const attempts = orders.map((order) => startAttempt(order, traceparent));
  for (const { finish } of attempts) after(finish);
  const states = await Promise.all(attempts.map(({ state }) => state));
  const newest = states.reduce((one, other) => ((other?.seq ?? 0) > (one?.seq ?? 0) ? other : one), null);
  return { body: newest ? await respondWithState(newest, answer.order?.id ?? null) : answer, status: 202 };
}

/** The response to a change: 202 for one that takes effect after the gap of the price feed. */
export function respondToChange(answer: TradingResponse): Answer {
  return { body: answer, status: answer.isDeferred ? 202 : 200 };
}

function prefersAsync(headers: Headers): boolean {
  return (headers.get("prefer") ?? "").split(",").some((one) => one.trim().toLowerCase() === "respond-async");
}
