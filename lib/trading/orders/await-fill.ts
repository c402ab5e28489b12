import "server-only";
import { runLater } from "@/lib/infra/run-later";
import type { TradingResponse } from "@/lib/schemas/trading/trading-responses";
import { respondWithState } from "@/lib/trading/dto/respond-to-trader";
import { startAttempt } from "@/lib/trading/orders/attempt-order";

/**
 * Waits up to 250 ms for the book that a queued order needs, and returns the response with its fill. Later the order is
 * executed in the background.
 */
export async function awaitFill(accepted: TradingResponse): Promise<TradingResponse> {
  const { order } = accepted;
  if (order?.status !== "QUEUED") return accepted;
  const attempt = startAttempt(order);
  runLater(attempt.finish);
  const state = await attempt.state;
  return state === null ? accepted : respondWithState(state, order.id);
}
