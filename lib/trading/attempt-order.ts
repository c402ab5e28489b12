import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { continueTrace } from "@/lib/infra/trace";
import { AppError } from "@/lib/schemas/api-error";
import { executeMarketOrder } from "@/lib/trading/execute-market-order";
import { type OrderMessage, sendOrder } from "@/lib/trading/send-order";

/**
 * Sends a queued order on its way: to the queue, which does not forget it, and at the same time straight to its
 * execution, which is faster. The one that comes second finds it done.
 */
export async function attemptOrder(message: OrderMessage): Promise<void> {
  await Promise.all([
    continueTrace(message.traceparent, () => sendOrder(message)),
    executeMarketOrder(message).catch((error) => {
      if (!(error instanceof AppError)) reportError("order-not-executed", error, message);
    }),
  ]);
}
