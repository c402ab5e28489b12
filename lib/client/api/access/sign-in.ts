import { requestAssertion } from "@/lib/client/api/access/passkeys";
import { send } from "@/lib/client/api/send";

type Form = Record<string, string>;

/** A call to next-auth, which requires its own token besides the origin. Throws `RequestError`. */
async function callNextAuth(path: string, form: Form): Promise<{ url: string }> {
  const { csrfToken } = await send<{ csrfToken: string }>("GET", "/api/auth/csrf");
  return send("POST", `/api/auth/${path}`, { ...form, csrfToken, json: "true" });
}

/** Signs in by email and password, and the code of the second factor if required. */
export async function signIn(form: { email: string; password: string; code?: string }): Promise<void> {
  const { code, ...rest } = form;
  await callNextAuth("callback/credentials", { ...rest, ...(code && { code }) });
}

/** Signs in by one of the browser's passkeys. Throws when the user declines. */
export async function signInWithPasskey(): Promise<void> {
  await callNextAuth("callback/passkey", { assertion: JSON.stringify(await requestAssertion()) });
}

/** Completes a provider sign-in that requires the second factor; returns the page it was started for. */
export async function submitSecondFactor(form: { ticket: string; code: string }): Promise<string> {
  return (await callNextAuth("callback/second-factor", form)).url;
}

/** Goes to a provider to sign in there. */
export async function signInAt(provider: string, next: string): Promise<void> {
  const { url } = await callNextAuth(`signin/${provider}`, { callbackUrl: next });
  window.location.assign(url);
}

/** Signs out of this session. The browser gets no push messages of the account from then on. */
export async function signOut(): Promise<void> {
  const { stopPush } = await import("@/lib/client/alerts/push-subscription");
  // Signing out must not depend on the push service.
  if ("serviceWorker" in navigator) await stopPush().catch(() => {});
  await callNextAuth("signout", {});
}
