import "server-only";
import { createPageLink } from "@/lib/accounts/create-page-link";
import { findUserByEmail } from "@/lib/db/queries/users/users";
import { createMailTranslator } from "@/lib/i18n/create-mail-translator";
import { sendMail } from "@/lib/infra/mail";
import { runLater } from "@/lib/infra/run-later";
import { reportError } from "@/lib/infra/telemetry/report-error";

/** Mails a link for a new password, if the account exists. The caller does not learn whether it does. */
export function forgotPassword(email: string): void {
  runLater(() => mailReset(email).catch((error) => reportError("reset-not-mailed", error)));
}

async function mailReset(email: string): Promise<void> {
  const user = await findUserByEmail(email);
  if (!user || user.bannedAt || user.deletedAt) return;
  const t = await createMailTranslator(user);
  await sendMail({
    to: email,
    purpose: "reset-password",
    subject: t("resetPassword.subject"),
    text: t("resetPassword.text"),
    createLink: () => createPageLink("/reset-password", "reset-password", user),
  });
}
