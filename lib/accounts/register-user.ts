import "server-only";
import { mailVerification } from "@/lib/accounts/mail-verification";
import { openPractice } from "@/lib/accounts/open-practice";
import { assertStrongPassword, hashPassword } from "@/lib/auth/password";
import { assertSwitchOff } from "@/lib/db/assert-switch";
import { createUser, type User } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Signs a person up: the account, its practice portfolio, and a mail that asks whether the address is theirs.
 *
 * @throws AppError `registration_closed`, `weak_password`, `email_taken`.
 */
export async function registerUser(input: { email: string; password: string; name: string }): Promise<User> {
  const { email, password, name } = input;
  await assertSwitchOff("registration-closed");
  assertStrongPassword(password, { email, name });
  const passwordHash = await hashPassword(password);
  const user = await createUser({ email, displayName: name, passwordHash, emailVerifiedAt: null });
  if (!user) throw new AppError("email_taken", "There is an account with this address.", { field: "email" });
  await openPractice(user.id);
  await mailVerification(user);
  return user;
}
