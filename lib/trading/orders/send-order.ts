import "server-only";
import { getProcessSingleton } from "@/lib/infra/process-singleton";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { traced, writeTraceparent } from "@/lib/infra/telemetry/trace";

const QUEUE = "orders_queue";
/** Orders that may be on their way at once: a queue of one would stand still behind each that must try again. */
const PARALLEL = 10;

/** Body of a message of `orders_queue`; `traceparent` is the span that it belongs to. */
export type OrderMessage = { portfolioId: string; orderId: string; traceparent?: string };

/**
 * Puts a queued order into the queue. The same attempt twice is one message; `attempt` tells the sweep's from the
 * first, which would otherwise be swallowed as a duplicate of one that was lost. Orders of one portfolio are
 * delivered one after the other. Tries come after 1, 2 and 3 s: the last one is past the order's deadline.
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
    // The order waits where it is: the sweep sends it again, or ends it when its time is over.
    reportError("order-not-sent", error, message);
    return false;
  }
}

/** Once for each process. A plan that allows less is no reason not to send. */
function widenQueue(): Promise<void> {
  return getProcessSingleton("orders-queue", () =>
    getQstash()
      .queue({ queueName: QUEUE })
      .upsert({ parallelism: PARALLEL })
      .catch((error) => reportError("orders-queue-not-widened", error)),
  );
}
