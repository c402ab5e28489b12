import { encodeId } from "@/lib/client/api/encode-id";
import { getJson } from "@/lib/client/api/market-api";
import { send } from "@/lib/client/api/send";
import type {
  AlertDto,
  ChangeAlertBody,
  CreateAlertBody,
  NotificationDto,
  PushSubscriptionBody,
} from "@/lib/schemas/trading/alerts";

/** URL of the user's alerts, which is also their cache key. */
export const ALERTS_URL = "/api/alerts";

/** The user's alerts. Throws `RequestError`. */
export async function fetchAlerts(): Promise<AlertDto[]> {
  return (await getJson<{ alerts: AlertDto[] }>(ALERTS_URL)).alerts;
}

/** Makes an alert. Throws `RequestError`. */
export function postAlert(body: CreateAlertBody): Promise<AlertDto> {
  return send("POST", ALERTS_URL, body);
}

/** Changes an alert. Throws `RequestError`. */
export function patchAlert(id: string, body: ChangeAlertBody): Promise<AlertDto> {
  return send("PATCH", `${ALERTS_URL}/${encodeId(id)}`, body);
}

/** Deletes an alert. Throws `RequestError`. */
export function sendAlertDeletion(id: string): Promise<void> {
  return send("DELETE", `${ALERTS_URL}/${encodeId(id)}`);
}

/** The newest notifications. Throws `RequestError`. */
export async function fetchNotifications(): Promise<NotificationDto[]> {
  return (await getJson<{ notifications: NotificationDto[] }>("/api/notifications")).notifications;
}

/** Marks all notifications up to an instant as read. Throws `RequestError`. */
export function markNotificationsRead(through: string): Promise<void> {
  return send("POST", "/api/notifications/read", { through });
}

/** The key to subscribe with, and the number of browsers that get push messages. Throws `RequestError`. */
export function fetchPushKey(): Promise<{ publicKey: string; browsers: number }> {
  return getJson("/api/push");
}

/** Saves this browser's subscription. Throws `RequestError`. */
export function putPushSubscription(body: PushSubscriptionBody): Promise<void> {
  return send("POST", "/api/push", body);
}

/** Deletes this browser's subscription. Throws `RequestError`. */
export function sendPushDeletion(endpoint: string): Promise<void> {
  return send("DELETE", "/api/push", { endpoint });
}
