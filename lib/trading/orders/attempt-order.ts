import "server-only";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { continueTrace } from "@/lib/infra/telemetry/trace";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderDto } from "@/lib/schemas/trading-answers";
import { BOOK_WAIT_MS, executeAccepted } from "@/lib/trading/orders/execute-market-order";
import { sendOrder } from "@/lib/trading/orders/send-order";

/** An execution that has begun. */
export type OrderAttempt = {
  /** The portfolio after the execution; null when it is not at its end within 250 ms, or was another's. */
  state: Promise<PortfolioState | null>;
  /** Resolves when the order is at its end, or in the queue as well. */
  finish: () => Promise<void>;
};

/**
 * Executes an order that was just accepted, and hands it to the queue unless that is done at once: a message about a
 * filled order would only call a function that finds nothing to do. An order whose process dies before is queued by
 * the feed's sweep, `createOrderSweeper`.
 */
export function startAttempt(order: OrderDto, traceparent?: string): OrderAttempt {
  const message = { portfolioId: order.portfolioId, orderId: order.id, traceparent };
  const attempt = tryNow(message, order);
  const inTime = raceWith(BOOK_WAIT_MS, attempt);
  return {
    state: inTime.then((outcome) => outcome?.state ?? null),
    finish: async () => {
      if ((await inTime)?.isDone) return;
      await Promise.all([attempt, continueTrace(traceparent, () => sendOrder(message))]);
    },
  };
}

type Outcome = { isDone: boolean; state: PortfolioState | null };

async function tryNow(
  message: { portfolioId: string; orderId: string; traceparent: string | undefined },
  order: OrderDto,
): Promise<Outcome> {
  try {
    return { isDone: true, state: (await executeAccepted(message, order)).state };
  } catch (error) {
    if (!(error instanceof AppError)) reportError("order-not-executed", error, message);
    return { isDone: false, state: null };
  }
}

async function raceWith(limitMs: number, outcome: Promise<Outcome>): Promise<Outcome | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limitMs, null);
  });
  return Promise.race([outcome, late]).finally(() => clearTimeout(timer));
}
