import "server-only";
import type { User } from "@/lib/db/queries/users/users";
import { createMailTranslator } from "@/lib/i18n/create-mail-translator";
import { getEnv } from "@/lib/infra/env/env";
import { type AccessChange, sendMail } from "@/lib/infra/mail";
import { runLater } from "@/lib/infra/run-later";

/** Notifies the owner of an account by mail of a changed sign-in method, after the response. */
export function notifyAccessChange(
  user: Pick<User, "email" | "emailVerifiedAt" | "preferences">,
  change: AccessChange,
): void {
  const createLink = () => new URL("/forgot-password", getEnv().APP_URL).href;
  const { email: to, emailVerifiedAt } = user;
  const isVerified = emailVerifiedAt !== null;
  runLater(async () => {
    const t = await createMailTranslator(user);
    const [subject, text] = [t(`access.${change}.subject`), t(`access.${change}.text`)];
    const advice = t("access.advice");
    await sendMail({ to, isVerified, purpose: change, subject, text: `${text} ${advice}`, createLink });
  });
}
