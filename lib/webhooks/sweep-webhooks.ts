import "server-only";
import type { PortfolioEvent } from "@/lib/core/engine/events";
import {
  deleteOldMessages,
  findDueWebhooks,
  type NewWebhookMessage,
  type StoredWebhook,
  writeMessages,
} from "@/lib/db/hooks/webhooks";
import { findEvents } from "@/lib/db/queries/events";
import { findOrders } from "@/lib/db/queries/orders";
import { reportError } from "@/lib/infra/telemetry/report-error";
import { ThrottledTask } from "@/lib/infra/throttled-task";
import { formatEvents } from "@/lib/trading/dto/format-events";
import { sendWaiting } from "@/lib/webhooks/send-waiting";
import { topicsOfEvent } from "@/lib/webhooks/topics-of-event";

const GAP_MS = 1_000;
/** Webhooks of one sweep, and events of one webhook in it; the next sweep handles the rest. */
const MAX_WEBHOOKS_PER_SWEEP = 500;
const MAX_EVENTS = 200;
/** Messages that have ended are kept for this long, in ms. */
const KEEP_MS = 30 * 86_400_000;

/** Tells webhooks what has happened; called with each publication of the feed. */
export function createWebhookSweeper(): ThrottledTask {
  return new ThrottledTask({ gapMs: GAP_MS, failure: "webhooks-not-swept", work: sweepWebhooks });
}

/** Writes a message for each event that a webhook is to get, and gives what waits to the queue. */
export async function sweepWebhooks(): Promise<void> {
  for (const webhook of await findDueWebhooks(MAX_WEBHOOKS_PER_SWEEP)) {
    const { portfolioId } = webhook;
    await writeNew(webhook).catch((error) => reportError("webhook-not-swept", error, { portfolioId }));
  }
  await sendWaiting();
}

/** Deletes messages that ended a month ago. */
export function deleteEndedMessages(nowMs: number): Promise<void> {
  return deleteOldMessages(new Date(nowMs - KEEP_MS));
}

async function writeNew(webhook: StoredWebhook): Promise<void> {
  const { portfolioId, afterSeq } = webhook;
  const events = await findEvents(portfolioId, { afterSeq, limit: MAX_EVENTS });
  const last = events.at(-1);
  if (last === undefined) return;
  await writeMessages(webhook, last.seq, await describeEvents(webhook, events));
}

async function describeEvents(
  { id: webhookId, portfolioId, topics }: StoredWebhook,
  events: readonly PortfolioEvent[],
): Promise<NewWebhookMessage[]> {
  const wanted = events.flatMap((event) => {
    const topic = topicsOfEvent(event).find((one) => topics.includes(one));
    return topic === undefined ? [] : [{ event, topic }];
  });
  const orderIds = wanted.flatMap(({ event }) => ("orderId" in event ? [event.orderId] : []));
  const orders = await findOrders(portfolioId, [...new Set(orderIds)]);
  return wanted.flatMap(({ event, topic }) => {
    const [data] = formatEvents(portfolioId, [event], orders);
    if (data === undefined) return [];
    const id = `${webhookId}-${event.seq}`;
    return [{ id, topic, payload: JSON.stringify({ id, topic, portfolioId, data }) }];
  });
}
