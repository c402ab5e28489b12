import { send } from "@/lib/client/api/send";

type Form = Record<string, string>;

/** A call to next-auth, which wants its own token besides the origin. Throws `RequestError`. */
async function callNextAuth(path: string, form: Form): Promise<{ url: string }> {
  const { csrfToken } = await send<{ csrfToken: string }>("GET", "/api/auth/csrf");
  return send("POST", `/api/auth/${path}`, { ...form, csrfToken, json: "true" });
}

/** Signs in by e-mail address and password, and the code of the second factor where one is asked for. */
export async function signIn(form: { email: string; password: string; code?: string }): Promise<void> {
  const { code, ...rest } = form;
  await callNextAuth("callback/credentials", { ...rest, ...(code && { code }) });
}

/** Ends a sign-in by a provider that wants the second factor; returns where it had been meant to lead. */
export async function signInBySecondFactor(form: { ticket: string; code: string }): Promise<string> {
  return (await callNextAuth("callback/second-factor", form)).url;
}

/** Goes to a provider to sign in there. */
export async function signInAt(provider: string, next: string): Promise<void> {
  const { url } = await callNextAuth(`signin/${provider}`, { callbackUrl: next });
  window.location.assign(url);
}

/** Signs out of this session. */
export async function signOut(): Promise<void> {
  await callNextAuth("signout", {});
}
