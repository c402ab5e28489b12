import "server-only";
import { claimUnsent, releaseUnsent, type UnsentMessage } from "@/lib/db/hooks/webhooks";
import { getQstash, queueUrl } from "@/lib/infra/qstash";
import { reportError } from "@/lib/infra/telemetry/report-error";

const BATCH_SIZE = 100;
/** Attempts of a message; after the last one it is dead. */
export const MAX_ATTEMPTS = 4;
/** The queue's pauses between them are 10 s, 1 min and 6 min. */
const RETRY_DELAY = "10000 * pow(6, retried)";
/** A message that has waited for longer than all of them is given to the queue again, in ms. */
const LOST_AFTER_MS = 15 * 60_000;

/** Gives the messages that wait to the queue. */
export async function sendWaiting(): Promise<void> {
  const now = new Date();
  const unsent = await claimUnsent(new Date(now.getTime() - LOST_AFTER_MS), now, BATCH_SIZE);
  await Promise.all(unsent.map(send));
}

async function send(message: UnsentMessage): Promise<void> {
  const { id, portfolioId, webhookId, sends } = message;
  try {
    await getQstash().publishJSON({
      url: queueUrl("/api/queue/webhook"),
      body: { portfolioId, messageId: id },
      deduplicationId: `${id}-${sends}`,
      // A slow receiver delays its own messages alone.
      flowControl: { key: `webhook-${webhookId}`, parallelism: 2 },
      retries: MAX_ATTEMPTS - 1,
      retryDelay: RETRY_DELAY,
    });
  } catch (error) {
    reportError("webhook-not-sent", error, { portfolioId });
    await releaseUnsent(message);
  }
}
