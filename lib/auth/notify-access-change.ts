import "server-only";
import type { User } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { type AccessChange, sendMail } from "@/lib/infra/mail";
import { runLater } from "@/lib/infra/run-later";

const NOTICES: Record<AccessChange, { subject: string; text: string }> = {
  "account-deleted": { subject: "Your account is deleted", text: "Your Terminal Zero account was deleted." },
  "password-changed": {
    subject: "Your password was changed",
    text: "The password of your Terminal Zero account was changed, and every session was signed out.",
  },
  "two-factor-on": {
    subject: "Two-factor sign-in is on",
    text: "Two-factor sign-in was switched on for your Terminal Zero account, with new recovery codes.",
  },
  "two-factor-off": {
    subject: "Two-factor sign-in is off",
    text: "Two-factor sign-in was switched off for your Terminal Zero account. Its recovery codes are void.",
  },
  "recovery-code-used": {
    subject: "A recovery code was used",
    text: "A recovery code of your Terminal Zero account was used in place of your authenticator.",
  },
  "provider-linked": {
    subject: "A new way to sign in",
    text: "An account at a sign-in provider with this address can now sign in to your Terminal Zero account.",
  },
  "sessions-ended": {
    subject: "You were signed out everywhere",
    text: "Every session of your Terminal Zero account was signed out.",
  },
  "api-key-created": {
    subject: "A new API key",
    text: "An API key was created for a portfolio of your Terminal Zero account. Settings list all keys.",
  },
  "api-key-revoked": {
    subject: "An API key was revoked",
    text: "An API key of your Terminal Zero account was revoked. It can't be used any more.",
  },
  "hook-created": {
    subject: "A new hook for TradingView",
    text: "A URL by which TradingView alerts trade a portfolio of your Terminal Zero account was created. Settings list all of them.",
  },
  "webhook-created": {
    subject: "A new webhook",
    text: "A webhook was created that sends what happens in a portfolio of your Terminal Zero account to a URL. Settings list all webhooks.",
  },
  "coach-link-created": {
    subject: "A new link for a coach",
    text: "A link by which a coach reads the journal of your Terminal Zero account was created. Settings list all links.",
  },
  "passkey-added": {
    subject: "A new passkey",
    text: "A passkey was added to your Terminal Zero account and can sign in to it. Settings list all passkeys.",
  },
  "passkey-removed": {
    subject: "A passkey was removed",
    text: "A passkey of your Terminal Zero account was removed. It can't sign in any more.",
  },
};

const ADVICE = "If it was not you, choose a new password at once: this link asks for one by mail.";

/** Notifies the owner of an account by mail of a changed sign-in method, after the response. */
export function notifyAccessChange(
  user: Pick<User, "email" | "emailVerifiedAt">,
  change: AccessChange,
): void {
  const { subject, text } = NOTICES[change];
  const createLink = () => new URL("/forgot-password", getEnv().APP_URL).href;
  const { email: to, emailVerifiedAt } = user;
  const isVerified = emailVerifiedAt !== null;
  runLater(async () => {
    await sendMail({ to, isVerified, purpose: change, subject, text: `${text} ${ADVICE}`, createLink });
  });
}
