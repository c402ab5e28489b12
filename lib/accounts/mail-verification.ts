import "server-only";
import { createPageLink } from "@/lib/accounts/create-page-link";
import { findUser, type User } from "@/lib/db/users";
import { sendMail } from "@/lib/infra/mail";
import { reportError } from "@/lib/infra/report-error";
import { runLater } from "@/lib/infra/run-later";

/** Mails a link that verifies a user's address, after the response; a verified address gets none. */
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

/** Mails a link that verifies whose the address is. */
export async function mailVerification(user: User): Promise<void> {
  await sendMail({
    to: user.email,
    purpose: "verify-email",
    subject: "Is this your address?",
    text: "An account at Terminal Zero was opened with this address. If it was you, open this link within three days, in the browser in which you are signed in. If not, ignore it.",
    createLink: () => createPageLink("/verify-email", "verify-email", user),
  });
}
