import "server-only";
import { createLinkToken } from "@/lib/auth/mailed-link";
import { findUserByEmail } from "@/lib/db/users";
import { getEnv } from "@/lib/infra/env";
import { sendMail } from "@/lib/infra/mail";
import { reportError } from "@/lib/infra/report-error";
import { runLater } from "@/lib/infra/run-later";

/** Mails a link for a new password, if there is such an account. Whether there is one, the caller never learns. */
export function forgotPassword(email: string): void {
  runLater(() => mailReset(email).catch((error) => reportError("reset-not-mailed", error)));
}

async function mailReset(email: string): Promise<void> {
  const user = await findUserByEmail(email);
  if (!user || user.bannedAt || user.deletedAt) return;
  const token = await createLinkToken("reset-password", { userId: user.id, email });
  const link = new URL("/reset-password", getEnv().APP_URL);
  link.hash = token;
  await sendMail({
    to: email,
    subject: "A new password",
    text: "Open this link within the hour to choose a new password. If you did not ask for it, ignore it: nothing has changed.",
    link: link.href,
  });
}
