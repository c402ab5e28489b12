import type { EmulatedSubscription, PushMessage } from "@/emulators/push/start-push";

/** A browser's subscription at the emulator, for an application server's key. */
export function subscribeEmulated(url: string, applicationServerKey: string): Promise<EmulatedSubscription> {
  return call(url, "__subscriptions", { applicationServerKey });
}

/** The messages that arrived, oldest first. */
export function readPushMessages(url: string): Promise<PushMessage[]> {
  return call(url, "__messages");
}

/** Sets switches of the emulator. */
export function controlPush(
  url: string,
  switches: { fail?: number | null; gone?: string[] },
): Promise<unknown> {
  return call(url, "__control", switches);
}

async function call<T>(url: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(
    new URL(`/${path}`, url),
    body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
  );
  if (!response.ok) throw new Error(`The push service responded with ${response.status}.`);
  return (await response.json()) as T;
}
