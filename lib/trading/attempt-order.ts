import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { continueTrace } from "@/lib/infra/trace";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderDto } from "@/lib/schemas/trading-answers";
import { executeMarketOrder } from "@/lib/trading/execute-market-order";
import { sendOrder } from "@/lib/trading/send-order";

/**
 * Sends an order that was just queued on its way: to the queue, which does not forget it, and at the same time
 * straight to its execution, which is faster. The one that comes second finds it done.
 */
export async function attemptOrder(order: OrderDto, traceparent?: string): Promise<void> {
  const message = { portfolioId: order.portfolioId, orderId: order.id, traceparent };
  await Promise.all([
    executeMarketOrder(message, order).catch((error) => {
      if (!(error instanceof AppError)) reportError("order-not-executed", error, message);
    }),
    continueTrace(traceparent, () => sendOrder(message)),
  ]);
}
