import "server-only";
import { reportError } from "@/lib/infra/report-error";
import { continueTrace } from "@/lib/infra/trace";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderDto } from "@/lib/schemas/trading-answers";
import { executeMarketOrder } from "@/lib/trading/execute-market-order";
import { type OrderMessage, sendOrder } from "@/lib/trading/send-order";

/** An order that is not at its end by then is in the queue as well, in ms. Most take ten. */
const PATIENCE_MS = 250;

/**
 * Executes an order that was just accepted, and hands it to the queue unless that is done at once: a message about a
 * filled order would only call a function that finds nothing to do. An order whose process dies before is queued by
 * the feed's sweep, `createOrderSweeper`.
 */
export async function attemptOrder(order: OrderDto, traceparent?: string): Promise<void> {
  const message = { portfolioId: order.portfolioId, orderId: order.id, traceparent };
  const attempt = tryAtOnce(message, order);
  if (await isTrueWithin(PATIENCE_MS, attempt)) return;
  await Promise.all([attempt, continueTrace(traceparent, () => sendOrder(message))]);
}

/** Whether the order is at its end. */
async function tryAtOnce(message: OrderMessage, order: OrderDto): Promise<boolean> {
  try {
    await executeMarketOrder(message, order);
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) reportError("order-not-executed", error, message);
    return false;
  }
}

async function isTrueWithin(limitMs: number, outcome: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, limitMs, false);
  });
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer));
}
