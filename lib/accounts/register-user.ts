import "server-only";
import { mailAccountExists, mailVerification } from "@/lib/accounts/mail-verification";
import { openPractice } from "@/lib/accounts/open-practice";
import { assertStrongPassword, hashPassword } from "@/lib/auth/password";
import { assertSwitchOff } from "@/lib/db/portfolio/assert-switch";
import { findUser, insertUser } from "@/lib/db/queries/users";
import { runLater } from "@/lib/infra/run-later";
import { reportError } from "@/lib/infra/telemetry/report-error";

/**
 * Signs a person up: the account, its practice portfolio, and a mail that asks whether the address is theirs. Where
 * another account has verified the address, the new one works all the same and never verifies it, and the owner gets a
 * mail: neither the response nor signing in afterwards tells whether the address has an account. Where another account
 * claims the address already, nothing changes.
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
