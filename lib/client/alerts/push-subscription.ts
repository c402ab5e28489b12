import { deletePushSubscription, fetchPushKey, savePushSubscription } from "@/lib/client/alerts/alerts-api";
import { registerWorker } from "@/lib/client/register-worker";
import type { PushSubscriptionBody } from "@/lib/schemas/alerts";

/** Whether this browser gets push messages: `blocked` by its user, `unsupported` by itself. */
export type PushState = "on" | "off" | "blocked" | "unsupported";

/** Reads the state without asking for anything. */
export async function readPushState(): Promise<PushState> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const registration = await navigator.serviceWorker.getRegistration("/");
  return (await registration?.pushManager.getSubscription()) ? "on" : "off";
}

/** Asks for permission, subscribes this browser and saves its subscription. Throws `RequestError`. */
export async function startPush(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== "granted") return readPushState();
  const registration = await registerWorker();
  const { publicKey } = await fetchPushKey();
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint, keys } = subscription.toJSON() as PushSubscriptionBody;
  await savePushSubscription({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  return "on";
}

/** Ends this browser's subscription, here and on the server. Throws `RequestError`. */
export async function stopPush(): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) {
    await deletePushSubscription(subscription.endpoint);
    await subscription.unsubscribe();
  }
  return "off";
}
