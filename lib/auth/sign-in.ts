import "server-only";
import { assertMayTry, forgetFailures, noteFailure } from "@/lib/auth/login-throttle";
import { isPassword } from "@/lib/auth/password";
import { unsealText } from "@/lib/auth/sealed-text";
import { findTotpStep, hashRecoveryCode } from "@/lib/auth/second-factor";
import { findUserByEmail, takeRecoveryCode, takeTotpStep, type User } from "@/lib/db/users";
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
  if (user.bannedAt) throw new AppError("account_banned", "This account is banned.");
  if (user.totpConfirmedAt && user.totpSecret) {
    if (!code) throw new AppError("second_factor_required", "Enter the code of your authenticator.");
    if (!(await takeSecondFactor(user, user.totpSecret, code))) {
      await noteFailure(attempt);
      throw new AppError("second_factor_wrong", "That code is wrong, or was used before.");
    }
  }
  await forgetFailures(attempt);
  return user;
}

async function takeSecondFactor(user: User, sealed: string, code: string): Promise<boolean> {
  const step = findTotpStep(unsealText(sealed), code.replace(/\s/g, ""));
  if (step !== null) return takeTotpStep(user.id, step);
  return takeRecoveryCode(user.id, hashRecoveryCode(code));
}
