import "server-only";
import { createPageLink } from "@/lib/accounts/create-page-link";
import { findUser, findUsersByEmail, type User } from "@/lib/db/queries/users/users";
import { getEnv } from "@/lib/infra/env/env";
import { sendMail } from "@/lib/infra/mail";
import { runLater } from "@/lib/infra/run-later";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Mails a link that verifies a user's email, after the response; does nothing for a verified email. */
export function mailVerificationLater(userId: string): void {
  runLater(async () => {
    try {
      const user = await findUser(userId);
      if (user && !user.deletedAt && !user.emailVerifiedAt) await mailVerification(user);
    } catch (error) {
      reportError("verification-not-mailed", error);
    }
  });
}

/**
 * Mails a link that verifies an email; if another account has verified it, mails instructions to its owner.
 */
export async function mailVerification(user: User): Promise<void> {
  const { owner } = await findUsersByEmail(user.email);
  if (owner !== null) return mailAccountExists(user.email);
  await sendMail({
    to: user.email,
    purpose: "verify-email",
    subject: "Is this your address?",
    text: "An account at Terminal Zero was opened with this address. If it was you, open this link within three days, in the browser in which you are signed in. If not, ignore it.",
    createLink: () => createPageLink("/verify-email", "verify-email", user),
  });
}

/** Notifies the owner of an email that another account was requested with it. */
export async function mailAccountExists(email: string): Promise<void> {
  await sendMail({
    to: email,
    purpose: "account-exists",
    subject: "You already have an account",
    text: "A new account was asked for with this address, and there is one already: yours has not changed. Sign in to it with its own password, or ask for a new password by this link if you don't know it.",
    createLink: () => new URL("/forgot-password", getEnv().APP_URL).href,
  });
}
