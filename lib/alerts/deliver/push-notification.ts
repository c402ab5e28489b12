import "server-only";
import webPush from "web-push";
import { getVapidKeys } from "@/lib/alerts/deliver/vapid-keys";
import { type PendingNotification, recordPush } from "@/lib/db/alerts/notifications";
import { deletePushSubscription, type StoredPushSubscription } from "@/lib/db/alerts/push-subscriptions";
import { getEnv } from "@/lib/infra/env/env";
import { log } from "@/lib/infra/telemetry/log";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { PushPayload } from "@/lib/schemas/trading/alerts";

/** How long a push service keeps a message for a browser that is not running, in seconds. */
const TTL_S = 4 * 3_600;
const SEND_LIMIT_MS = 10_000;
/** The browser has ended the subscription, or it belongs to a key of before the secret was changed. */
const GONE = new Set([403, 404, 410]);

/**
 * Pushes a notification to the browsers of its owner that have not accepted it yet. A subscription that has
 * ended is deleted.
 *
 * @returns whether no browser is left to try again
 */
export async function pushNotification(
  notification: PendingNotification,
  browsers: readonly StoredPushSubscription[],
): Promise<boolean> {
  const rest = browsers.filter(({ id }) => !notification.pushedTo.includes(id));
  const results = await Promise.all(rest.map((browser) => pushTo(browser, notification)));
  return results.every((isDone) => isDone);
}

async function pushTo(browser: StoredPushSubscription, notification: PendingNotification): Promise<boolean> {
  const { userId, id } = notification;
  try {
    const status = await send(browser, notification);
    if (GONE.has(status)) {
      log.info("push-subscription-ended", { status });
      await deletePushSubscription(browser.userId, browser.endpoint);
      return true;
    }
    if (status >= 200 && status < 300) {
      await recordPush({ userId, id }, browser.id);
      return true;
    }
    throw new Error(`The push service responded with ${status}.`);
  } catch (error) {
    reportError("push-not-sent", error);
    return false;
  }
}

async function send(browser: StoredPushSubscription, notification: PendingNotification): Promise<number> {
  const { id, title, detail, symbol } = notification;
  const payload: PushPayload = { id, title, body: detail, path: `/terminal/${symbol ?? "BTCUSDT"}` };
  const { endpoint, p256dh, auth } = browser;
  const request = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(payload),
    {
      TTL: TTL_S,
      urgency: "high",
      // A message that still waits is replaced by another one of the same notification.
      topic: topicOf(id),
      vapidDetails: { subject: `mailto:${senderOf(getEnv().MAIL_FROM)}`, ...getVapidKeys() },
    },
  );
  const response = await fetch(request.endpoint, {
    method: "POST",
    headers: new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
    body: new Uint8Array(request.body ?? []),
    redirect: "error",
    signal: AbortSignal.timeout(SEND_LIMIT_MS),
  });
  await response.body?.cancel();
  return response.status;
}

/** At most 32 characters of the base64url alphabet (RFC 8030). */
function topicOf(id: string): string {
  return id.replaceAll(/[^A-Za-z0-9_-]/g, "").slice(-32);
}

/** The address in "Name <address>". */
function senderOf(from: string): string {
  return /<([^<>]+)>$/.exec(from)?.[1] ?? from;
}
