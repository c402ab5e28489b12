import "server-only";
import type { Endpoint } from "@/lib/http/endpoints/endpoint";
import * as passkeys from "@/lib/schemas/access/passkeys";
import * as account from "@/lib/schemas/account";

/** Registration, verified e-mails, passwords and sessions, for callers without a session. */
export const AUTH_ENDPOINTS = {
  "GET /api/auth/[...nextauth]": { access: "next-auth" },
  "POST /api/auth/[...nextauth]": { access: "next-auth" },
  "POST /api/auth/email/verify": {
    access: "visitor",
    summary:
      "Verifies an address by the token of an e-mailed link. Without a session of the account, a token to choose a password with.",
    limit: "sign-in",
    body: account.verifyEmailSchema,
    response: account.emailVerifiedSchema,
    example: { body: { token: "the-token-of-the-link" } },
  },
  "POST /api/auth/passkey": {
    access: "visitor",
    summary: "Options for a sign-in or a proof by passkey.",
    limit: "auth-state",
    body: passkeys.passkeyAssertionSchema,
    response: passkeys.passkeyOptionsSchema,
    example: { body: {} },
  },
  "POST /api/auth/password/forgot": {
    access: "visitor",
    summary: "Mails a link for a new password, if there is such an account.",
    limit: "sign-in",
    account: ({ email }: { email: string }) => email,
    body: account.forgotPasswordSchema,
    status: 202,
    example: { body: { email: "trader@example.com" } },
  },
  "POST /api/auth/password/reset": {
    access: "visitor",
    summary: "A new password by the token of an e-mailed link.",
    limit: "sign-in",
    body: account.resetPasswordSchema,
    status: 204,
    example: { body: { token: "the-token-of-the-link", password: "a horse on the moon" } },
  },
  "POST /api/auth/sample": {
    access: "visitor",
    summary: "Signs in to the sample account of the day, which is read-only, where there is one.",
    limit: "sign-up",
    body: account.sampleSchema,
    status: 204,
    example: { body: {} },
  },
  "POST /api/auth/register": {
    access: "visitor",
    summary: "A new account with its practice portfolio. Says the same where the address has an account.",
    limit: "sign-up",
    account: ({ email }: { email: string }) => email,
    body: account.registerSchema,
    status: 202,
    response: account.registeredSchema,
    example: { body: { email: "trader@example.com", password: "a horse on the moon", name: "Trader" } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
