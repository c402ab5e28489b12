import { Secret, TOTP } from "otpauth";
import * as proof from "@/app/api/account/proof/route";
import * as account from "@/app/api/account/route";
import * as twoFactor from "@/app/api/account/two-factor/route";
import * as nextAuth from "@/app/api/auth/[...nextauth]/route";
import * as verify from "@/app/api/auth/email/verify/route";
import * as register from "@/app/api/auth/register/route";
import { getDb } from "@/lib/db/client";
import { readMailbox } from "@/lib/infra/mail";
import { type ApiVisitor, createApiVisitor } from "@/tests/support/api-visitor";

export const PASSWORD = "a horse on the moon";

/** A visitor who has signed up. */
export type NewAccount = { visitor: ApiVisitor; email: string; id: string };

let people = 0;

/** A visitor who has just signed up, from a client IP of its own, not yet signed in. */
export async function signUp(email?: string): Promise<NewAccount> {
  people += 1;
  const ownEmail = email ?? `trader${people}@terminal-zero.local`;
  const visitor = createApiVisitor(`10.0.${people >> 8}.${people % 256}`);
  const person = { email: ownEmail, password: PASSWORD, name: `Trader ${people}` };
  const response = await visitor.call(register.POST, "POST", "/api/auth/register", person);
  if (response.status !== 202) throw new Error(`Signing up was responded with ${response.status}.`);
  const { id } = await getDb().user.findFirstOrThrow({ where: { email: ownEmail } });
  return { visitor, email: ownEmail, id };
}

/** The same, signed in. */
export async function signUpAndIn(): Promise<NewAccount> {
  const person = await signUp();
  await signIn(person.visitor, person);
  return person;
}

type SignIn = { email: string; password?: string; code?: string };

export function signIn(visitor: ApiVisitor, { email, password = PASSWORD, code }: SignIn) {
  return callBack(visitor, "credentials", { email, password, ...(code && { code }) });
}

/** Calls back one of next-auth's own providers with the fields of its form. */
export async function callBack(visitor: ApiVisitor, provider: string, fields: Record<string, string>) {
  const csrf = await visitor.call(nextAuth.GET, "GET", "/api/auth/csrf", undefined, {
    params: { nextauth: ["csrf"] },
  });
  const form = { ...fields, csrfToken: String(csrf.body.csrfToken), json: "true" };
  return visitor.call(nextAuth.POST, "POST", `/api/auth/callback/${provider}`, form, {
    params: { nextauth: ["callback", provider] },
  });
}

export const readAccount = (visitor: ApiVisitor) => visitor.call(account.GET, "GET", "/api/account");

export const prove = (visitor: ApiVisitor, body: object) =>
  visitor.call(proof.POST, "POST", "/api/account/proof", body);

export const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) => [
  status,
  (body.error as { code: string } | undefined)?.code,
];

/** The emails to a recipient, the newest first. */
export async function mailsTo(email: string) {
  return ((await readMailbox()) ?? []).filter((mail) => mail.to === email);
}

/** The token of the newest emailed link to `page`; waits for it. */
export async function linkFor(email: string, page: string, but = ""): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const tokens = (await mailsTo(email))
      .filter(({ link }) => link.includes(page))
      .map(({ link }) => new URL(link).hash.slice(1));
    if (tokens[0] !== undefined && tokens[0] !== but) return tokens[0];
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`There is no mail with ${page} for ${email}.`);
}

export const openVerification = (visitor: ApiVisitor, token: string) =>
  visitor.call(verify.POST, "POST", "/api/auth/email/verify", { token });

/**
 * Enables the second factor of a signed-in user; codes of the time step `steps` from now, and recovery codes.
 */
export async function switchTwoFactorOn({ visitor, email }: NewAccount) {
  await openVerification(visitor, await linkFor(email, "/verify-email"));
  const path = "/api/account/two-factor";
  const begun = await visitor.call(twoFactor.POST, "POST", path);
  const totp = new TOTP({ secret: Secret.fromBase32(String(begun.body.secret)) });
  const codeAt = (steps: number) => totp.generate({ timestamp: Date.now() + steps * 30_000 });
  const confirm = () => visitor.call(twoFactor.PUT, "PUT", path, { code: codeAt(-1) });
  let confirmed = await confirm();
  // The oldest code that is taken ends with its time step, which may be between its making and its check.
  if (confirmed.status === 401) confirmed = await confirm();
  if (confirmed.status !== 200) throw new Error(`The code was responded with ${confirmed.status}.`);
  return { codeAt, recoveryCodes: confirmed.body.recoveryCodes as string[] };
}
