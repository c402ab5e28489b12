import "server-only";
import { createPageLink } from "@/lib/accounts/create-page-link";
import { findUser, findUserByEmail, findUsersByEmail, type User } from "@/lib/db/queries/users/users";
import { createMailTranslator } from "@/lib/i18n/create-mail-translator";
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
  const t = await createMailTranslator(user);
  await sendMail({
    to: user.email,
    purpose: "verify-email",
    subject: t("verifyEmail.subject"),
    text: t("verifyEmail.text"),
    createLink: () => createPageLink("/verify-email", "verify-email", user),
  });
}

/** Notifies the owner of an email that another account was requested with it. */
export async function mailAccountExists(email: string): Promise<void> {
  const owner = await findUserByEmail(email);
  const t = await createMailTranslator({ preferences: owner?.preferences ?? {} });
  await sendMail({
    to: email,
    purpose: "account-exists",
    subject: t("accountExists.subject"),
    text: t("accountExists.text"),
    createLink: () => new URL("/forgot-password", getEnv().APP_URL).href,
  });
}
