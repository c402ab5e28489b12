import "server-only";
import { type Endpoint, EXAMPLE_PORTFOLIO } from "@/lib/http/endpoints/endpoint";
import * as passkeys from "@/lib/schemas/access/passkeys";
import { signInsSchema } from "@/lib/schemas/access/sign-in";
import * as account from "@/lib/schemas/account";
import * as keys from "@/lib/schemas/programs/api-keys";
import * as hooks from "@/lib/schemas/programs/hooks";
import * as webhooks from "@/lib/schemas/programs/webhooks";

/** The user's own account: profile, sign-in, sessions, API keys, hooks and webhooks. */
export const ACCOUNT_ENDPOINTS = {
  "GET /api/account": { access: "user", summary: "One's own account.", response: account.accountSchema },
  "PATCH /api/account": {
    access: "user",
    summary: "Changes one's own profile.",
    body: account.updateAccountSchema,
    response: account.accountSchema,
    example: { body: { displayName: "Reader" } },
  },
  "DELETE /api/account": {
    access: "user",
    summary: "Deletes one's own account. Needs a recent proof.",
    body: account.deleteAccountSchema,
    status: 204,
    example: { body: { confirm: "delete my account" } },
  },
  "GET /api/account/export": {
    access: "user",
    summary: "Everything that is kept about oneself.",
    limit: "export",
    response: account.exportSchema,
  },
  "GET /api/account/keys": {
    access: "user",
    summary: "One's own API keys, without secrets.",
    response: keys.apiKeysSchema,
  },
  "POST /api/account/keys": {
    access: "user",
    summary: "A new API key for one portfolio. Its secret is not shown again. Needs a recent proof.",
    body: keys.createKeySchema,
    status: 201,
    response: keys.createdKeySchema,
    portfolio: "owner",
    example: { body: { portfolioId: EXAMPLE_PORTFOLIO, name: "Bot" } },
  },
  "DELETE /api/account/keys/[key]": {
    access: "user",
    summary: "Revokes an API key at once. Needs a recent proof.",
    params: keys.keyParamsSchema,
    status: 204,
    example: { params: { key: "anapikey0001" } },
  },
  "GET /api/account/hooks": {
    access: "user",
    summary: "One's own hooks for TradingView alerts, without their tokens.",
    response: hooks.hooksSchema,
  },
  "POST /api/account/hooks": {
    access: "user",
    summary: "A new hook for one portfolio. Its URL is not shown again. Needs a recent proof.",
    body: hooks.createHookSchema,
    status: 201,
    response: hooks.createdHookSchema,
    portfolio: "owner",
    example: { body: { portfolioId: EXAMPLE_PORTFOLIO, name: "Strategy" } },
  },
  "GET /api/account/hooks/calls": {
    access: "user",
    summary: "The newest 200 alerts that one's own hooks received, and what came of each.",
    response: hooks.hookCallsSchema,
  },
  "DELETE /api/account/hooks/[id]": {
    access: "user",
    summary: "Revokes a hook at once. Needs a recent proof.",
    params: hooks.hookParamsSchema,
    status: 204,
    example: { params: { id: "a-hook" } },
  },
  "GET /api/account/passkeys": {
    access: "user",
    summary: "One's own passkeys.",
    response: passkeys.passkeysSchema,
  },
  "POST /api/account/passkeys": {
    access: "user",
    summary: "Adds a passkey, and lists all. Needs a recent proof.",
    body: passkeys.addPasskeySchema,
    status: 201,
    response: passkeys.passkeysSchema,
    example: {
      body: {
        name: "Phone",
        credential: {
          id: "a-passkey",
          rawId: "a-passkey",
          type: "public-key",
          clientExtensionResults: {},
          response: { clientDataJSON: "e30", attestationObject: "oA" },
        },
      },
    },
  },
  "DELETE /api/account/passkeys/[id]": {
    access: "user",
    summary: "Removes a passkey. Needs a recent proof.",
    params: passkeys.passkeyParamsSchema,
    status: 204,
    example: { params: { id: "a-passkey" } },
  },
  "POST /api/account/passkeys/options": {
    access: "user",
    summary: "Options to create a passkey with. Needs a recent proof and a verified address.",
    response: passkeys.passkeyOptionsSchema,
  },
  "POST /api/account/password": {
    access: "user",
    summary: "Changes one's own password; every session ends. Needs a recent proof.",
    body: account.changePasswordSchema,
    status: 204,
    example: { body: { next: "a horse on the moon" } },
  },
  "POST /api/account/proof": {
    access: "user",
    summary: "Confirms by password, code or passkey that it is still the user who uses this session.",
    body: account.proofSchema,
    status: 204,
    example: { body: { password: "a horse on the moon" } },
  },
  "GET /api/account/sessions": {
    access: "user",
    summary: "One's own sessions.",
    response: account.sessionsSchema,
  },
  "DELETE /api/account/sessions": { access: "user", summary: "Signs out everywhere.", status: 204 },
  "DELETE /api/account/sessions/[handle]": {
    access: "user",
    summary: "Ends one of one's own sessions.",
    params: account.sessionParamsSchema,
    status: 204,
    example: { params: { handle: "0123456789abcdef" } },
  },
  "GET /api/account/sign-ins": {
    access: "user",
    summary: "One's own sign-ins of the last 90 days.",
    response: signInsSchema,
  },
  "POST /api/account/two-factor": {
    access: "user",
    summary: "A new secret for an authenticator. Needs a recent proof and a verified address.",
    response: account.twoFactorSetupSchema,
  },
  "PUT /api/account/two-factor": {
    access: "user",
    summary: "Switches two-factor sign-in on. Needs a recent proof.",
    body: account.confirmTwoFactorSchema,
    response: account.recoveryCodesSchema,
    example: { body: { code: "123456" } },
  },
  "DELETE /api/account/two-factor": {
    access: "user",
    summary: "Switches two-factor sign-in off. Needs a recent proof where there is a password.",
    body: account.endTwoFactorSchema,
    status: 204,
    example: { body: { code: "123456" } },
  },
  "POST /api/account/verification": {
    access: "user",
    summary: "Mails the link that verifies one's address again.",
    status: 202,
  },
  "GET /api/account/webhooks": {
    access: "user",
    summary: "One's own webhooks without their secrets, and the messages that could not be delivered.",
    response: webhooks.webhooksSchema,
  },
  "POST /api/account/webhooks": {
    access: "user",
    summary: "A new webhook of one portfolio. Its secret is not shown again. Needs a recent proof.",
    body: webhooks.createWebhookSchema,
    status: 201,
    response: webhooks.createdWebhookSchema,
    portfolio: "owner",
    example: { body: { portfolioId: EXAMPLE_PORTFOLIO, url: "https://1.1.1.1/", topics: ["fill"] } },
  },
  "DELETE /api/account/webhooks/[id]": {
    access: "user",
    summary: "Deletes a webhook with its messages.",
    params: webhooks.webhookParamsSchema,
    status: 204,
    example: { params: { id: "a-webhook" } },
  },
  "POST /api/account/webhooks/messages/[id]/resend": {
    access: "user",
    summary: "Sends a message again that could not be delivered.",
    params: webhooks.webhookParamsSchema,
    status: 204,
    example: { params: { id: "a-message" } },
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
