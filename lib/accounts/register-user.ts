import "server-only";
import { mailAccountExists, mailVerification } from "@/lib/accounts/mail-verification";
import { openPractice } from "@/lib/accounts/open-practice";
import { assertStrongPassword, hashPassword } from "@/lib/auth/password";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch-off";
import { findUser, insertUser } from "@/lib/db/queries/users/users";
import { runLater } from "@/lib/infra/run-later";
import { reportError } from "@/lib/infra/telemetry/report-error";
import type { LocaleTag } from "@/lib/schemas/locale";

/**
 * Registers a person: creates the account and its practice portfolio, and mails a link that verifies the
 * email. If another account has verified the email, the new one works but can never verify it, and the owner
 * gets a mail: neither the response nor a later sign-in reveals whether the email has an account. If another
 * account already claims the email, nothing changes.
 *
 * @throws AppError `registration_closed`, `weak_password`
 */
export async function registerUser(input: {
  email: string;
  password: string;
  name: string;
  isListed: boolean;
  /** Language of the mails. */
  locale: LocaleTag;
}): Promise<void> {
  const { email, password, name, isListed, locale } = input;
  await assertSwitchOff("registration-closed");
  assertStrongPassword(password, { email, name });
  const passwordHash = await hashPassword(password);
  const id = await insertUser({
    email,
    displayName: name,
    passwordHash,
    isListed,
    emailVerifiedAt: null,
    preferences: { locale },
  });
  runLater(() =>
    (id === null ? mailAccountExists(email) : welcome(id)).catch((error) =>
      reportError("registration-not-finished", error),
    ),
  );
}

/** If this fails, the first sign-in opens the portfolio. */
async function welcome(id: string): Promise<void> {
  await openPractice(id);
  const user = await findUser(id);
  if (user) await mailVerification(user);
}
