import "server-only";
import { createPageLink } from "@/lib/accounts/create-page-link";
import { findUserByEmail } from "@/lib/db/queries/users/users";
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
  await sendMail({
    to: email,
    purpose: "reset-password",
    subject: "A new password",
    text: "Open this link within the hour to choose a new password. It takes the place of every link before it. If you did not ask for it, ignore it: nothing has changed.",
    createLink: () => createPageLink("/reset-password", "reset-password", user),
  });
}
