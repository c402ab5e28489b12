import "server-only";
import type { PortfolioState } from "@/lib/core/engine/state/state";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { continueTrace } from "@/lib/infra/telemetry/trace";
import { AppError } from "@/lib/schemas/api-error";
import type { OrderDto } from "@/lib/schemas/trading/trading-responses";
import { BOOK_WAIT_MS, executeAccepted } from "@/lib/trading/orders/execute-market-order";
import { sendOrder } from "@/lib/trading/orders/send-order";

/** An execution that has started. */
export type OrderAttempt = {
  /**
   * The portfolio after the execution; null when it takes longer than 250 ms or another process executes it.
   */
  state: Promise<PortfolioState | null>;
  /** Resolves when the order is final or queued. */
  finish: () => Promise<void>;
};

type Outcome = { isDone: boolean; state: PortfolioState | null };

/**
 * How long an execution may take before the queue is asked as well, in ms. Longer than a response waits: under
 * load two of five executions ended after the response and before this, and each message is a request more
 * (measured).
 */
const SEND_AFTER_MS = 1_000;

/**
 * Executes an order that was just accepted, and sends it to the queue unless that finishes in time: a message
 * about a filled order would have no effect. If the process dies before, the feed's sweep
 * (`createOrderSweeper`) queues the order.
 */
export function startAttempt(order: OrderDto, traceparent?: string): OrderAttempt {
  const message = { portfolioId: order.portfolioId, orderId: order.id, traceparent };
  const attempt = executeAccepted(message, order).then(
    ({ state }): Outcome => ({ isDone: true, state }),
    (error): Outcome => {
      if (!(error instanceof AppError)) reportError("order-not-executed", error, message);
      return { isDone: false, state: null };
    },
  );
  const inTime = within(attempt, SEND_AFTER_MS);
  return {
    state: within(attempt, BOOK_WAIT_MS).then((outcome) => outcome?.state ?? null),
    finish: async () => {
      if ((await inTime)?.isDone) return;
      await Promise.all([attempt, continueTrace(traceparent, () => sendOrder(message))]);
    },
  };
}

/** The result, or null when it takes longer than `limitMs`. */
function within<T>(result: Promise<T>, limitMs: number): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limitMs, null);
  });
  return Promise.race([result, late]).finally(() => clearTimeout(timer));
}
