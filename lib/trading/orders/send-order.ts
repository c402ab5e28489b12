import "server-only";
import { getProcessSingleton } from "@/lib/infra/get-process-singleton";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { traced, writeTraceparent } from "@/lib/infra/telemetry/trace";

const QUEUE = "orders_queue";
/** Orders in delivery at the same time: a queue of one would block behind each retry. */
const PARALLEL = 10;

/** Body of a message of `orders_queue`; `traceparent` is its parent span. */
export type OrderMessage = { portfolioId: string; orderId: string; traceparent?: string };

/**
 * Puts a queued order into the queue. `attempt` is part of the deduplication id: the same attempt is one
 * message, and the sweep's attempt is not dropped as a duplicate of a lost first one. Orders of one portfolio
 * are delivered one after the other. Retries follow after 1, 2 and 3 s: the last one is past the order's
 * expiry.
 */
export function sendOrder(message: OrderMessage, attempt = 0): Promise<boolean> {
  return traced("order.send", { kind: "producer" }, () => send(message, attempt));
}

async function send(message: OrderMessage, attempt: number): Promise<boolean> {
  try {
    await widenQueue();
    await getQstash()
      .queue({ queueName: QUEUE })
      .enqueueJSON({
        url: queueUrl("/api/queue/execute"),
        body: { ...message, traceparent: writeTraceparent() },
        deduplicationId: `${message.portfolioId}-${message.orderId}-${attempt}`,
        flowControl: { key: `portfolio-${message.portfolioId}`, parallelism: 1 },
        retries: 3,
        retryDelay: "1000 * (1 + retried)",
      });
    return true;
  } catch (error) {
    // The order stays queued: the sweep sends it again or expires it.
    reportError("order-not-sent", error, message);
    return false;
  }
}

/** Runs once for each process. A plan that allows less parallelism does not prevent sending. */
function widenQueue(): Promise<void> {
  return getProcessSingleton("orders-queue", () =>
    getQstash()
      .queue({ queueName: QUEUE })
      .upsert({ parallelism: PARALLEL })
      .catch((error) => reportError("orders-queue-not-widened", error)),
  );
}
