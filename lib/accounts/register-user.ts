import "server-only";
import { mailVerification } from "@/lib/accounts/mail-verification";
import { openPractice } from "@/lib/accounts/open-practice";
import { assertStrongPassword, hashPassword } from "@/lib/auth/password";
import { assertSwitchOff } from "@/lib/db/assert-switch";
import { findUser, insertUser } from "@/lib/db/users";
import { getEnv } from "@/lib/infra/env";
import { sendMail } from "@/lib/infra/mail";
import { reportError } from "@/lib/infra/report-error";
import { runLater } from "@/lib/infra/run-later";

/**
 * Signs a person up: the account, its practice portfolio, and a mail that asks whether the address is theirs. Where
 * there is an account with this address nothing changes, its owner is told by mail, and the caller gets the same
 * response after the same work.
 *
 * @throws AppError `registration_closed`, `weak_password`
 */
export async function registerUser(input: {
  email: string;
  password: string;
  name: string;
  isListed: boolean;
}): Promise<void> {
  const { email, password, name, isListed } = input;
  await assertSwitchOff("registration-closed");
  assertStrongPassword(password, { email, name });
  const passwordHash = await hashPassword(password);
  const id = await insertUser({ email, displayName: name, passwordHash, isListed, emailVerifiedAt: null });
  runLater(() =>
    (id === null ? mailAccountExists(email) : welcome(id)).catch((error) =>
      reportError("registration-not-finished", error),
    ),
  );
}

/** The portfolio is opened by the first sign-in as well, should this be lost. */
async function welcome(id: string): Promise<void> {
  await openPractice(id);
  const user = await findUser(id);
  if (user) await mailVerification(user);
}

async function mailAccountExists(email: string): Promise<void> {
  await sendMail({
    to: email,
    purpose: "account-exists",
    subject: "You already have an account",
    text: "A new account was asked for with this address, and there is one already: nothing has changed. Sign in to it, or ask for a new password by this link if you don't know it.",
    createLink: () => new URL("/forgot-password", getEnv().APP_URL).href,
  });
}
