import "server-only";
import { openHalfSignIn } from "@/lib/auth/half-sign-in";
import { type Attempt, assertMayTry, forgetFailures, noteFailure } from "@/lib/auth/login-throttle";
import { isPassword } from "@/lib/auth/password";
import { unsealText } from "@/lib/auth/sealed-text";
import { findTotpStep, hashRecoveryCode } from "@/lib/auth/second-factor";
import { findUser, findUserByEmail, takeRecoveryCode, takeTotpStep, type User } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

type Credentials = { email: string; password: string; code?: string };

/**
 * The user whose e-mail address, password and second factor these are. An address without an account gets the
 * same answer after the same time as a wrong password; that an account is banned, or wants a code, only those
 * learn who know the password.
 *
 * @throws AppError `rate_limited`, `invalid_credentials`, `account_banned`, `second_factor_required`,
 *   `second_factor_wrong`, `service_unavailable`.
 */
export async function signInByPassword(credentials: Credentials, address: string): Promise<User> {
  const { email, password, code } = credentials;
  const attempt = { email, address };
  await assertMayTry(attempt);
  const user = await findUserByEmail(email);
  if (!(await isPassword(user?.passwordHash ?? null, password)) || !user) {
    await noteFailure(attempt);
    throw new AppError("invalid_credentials", "The address or the password is wrong.");
  }
  await assertSecondFactor(user, code, attempt);
  await forgetFailures(attempt);
  return user;
}

/**
 * The user whom a provider let in and whose second factor this is.
 *
 * @throws AppError `link_expired` for an old ticket, and the others as `signInByPassword`
 */
export async function signInBySecondFactor(
  given: { ticket: string; code: string },
  address: string,
): Promise<User> {
  const userId = openHalfSignIn(given.ticket);
  const user = userId && (await findUser(userId));
  if (!user) throw new AppError("link_expired", "This sign-in took too long. Start it again.");
  const attempt = { email: user.email, address };
  await assertMayTry(attempt);
  await assertSecondFactor(user, given.code, attempt);
  await forgetFailures(attempt);
  return user;
}

async function assertSecondFactor(user: User, code: string | undefined, attempt: Attempt): Promise<void> {
  if (user.bannedAt) throw new AppError("account_banned", "This account is banned.");
  if (!user.totpConfirmedAt || !user.totpSecret) return;
  if (!code) throw new AppError("second_factor_required", "Enter the code of your authenticator.");
  if (await takeSecondFactor(user, user.totpSecret, code)) return;
  await noteFailure(attempt);
  throw new AppError("second_factor_wrong", "That code is wrong, or was used before.");
}

async function takeSecondFactor(user: User, sealed: string, code: string): Promise<boolean> {
  const step = findTotpStep(unsealText(sealed), code.replace(/\s/g, ""));
  if (step !== null) return takeTotpStep(user.id, step);
  return takeRecoveryCode(user.id, hashRecoveryCode(code));
}
