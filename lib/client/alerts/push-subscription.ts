import { fetchPushKey, putPushSubscription, sendPushDeletion } from "@/lib/client/alerts/alerts-api";
import { registerWorker } from "@/lib/client/register-worker";
import type { PushSubscriptionBody } from "@/lib/schemas/trading/alerts";

/** Whether this browser gets push messages: `blocked` by its user, `unsupported` by itself. */
export type PushState = "on" | "off" | "blocked" | "unsupported";

/** Reads the state without asking for anything. Throws `RequestError`. */
export async function readPushState(): Promise<PushState> {
  if (!("serviceWorker" in navigator) || !("PushManager" in window)) return "unsupported";
  if (Notification.permission === "denied") return "blocked";
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (!subscription) return "off";
  return (await isOfServer(subscription)) ? "on" : "off";
}

/** Asks for permission, subscribes this browser and saves its subscription. Throws `RequestError`. */
export async function startPush(): Promise<PushState> {
  if ((await Notification.requestPermission()) !== "granted") return readPushState();
  const { pushManager } = await registerWorker();
  const { publicKey } = await fetchPushKey();
  // A browser has one subscription, which belongs to one key.
  await (await pushManager.getSubscription())?.unsubscribe();
  const subscription = await pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const { endpoint, keys } = subscription.toJSON() as PushSubscriptionBody;
  await putPushSubscription({ endpoint, keys: { p256dh: keys.p256dh, auth: keys.auth } });
  return "on";
}

/** Whether the server still has the key that the browser subscribed with: it changes with its secret. */
async function isOfServer({ options }: PushSubscription): Promise<boolean> {
  const { publicKey } = await fetchPushKey();
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === publicKey;
}

/** Ends this browser's subscription, here and on the server. Throws `RequestError`. */
export async function stopPush(): Promise<PushState> {
  const registration = await navigator.serviceWorker.getRegistration("/");
  const subscription = await registration?.pushManager.getSubscription();
  if (subscription) {
    await sendPushDeletion(subscription.endpoint);
    await subscription.unsubscribe();
  }
  return "off";
}
