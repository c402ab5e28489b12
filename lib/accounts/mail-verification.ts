import "server-only";
import { createLinkToken } from "@/lib/auth/mailed-link";
import { getEnv } from "@/lib/infra/env";
import { sendMail } from "@/lib/infra/mail";
import { runLater } from "@/lib/infra/run-later";

/** Mails a link that proves whose the address is. */
export async function mailVerification(user: { id: string; email: string }): Promise<void> {
  const token = await createLinkToken("verify-email", { userId: user.id, email: user.email });
  const link = new URL("/verify-email", getEnv().APP_URL);
  // After the hash, where no server's log and no other site's referrer ever sees it.
  link.hash = token;
  runLater(() =>
    sendMail({
      to: user.email,
      subject: "Is this your address?",
      text: "Somebody signed up for Terminal Zero with this address. If it was you, open this link within three days. If not, ignore it.",
      link: link.href,
    }),
  );
}
