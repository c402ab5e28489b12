import "server-only";
import { withAttempt } from "@/lib/auth/login-throttle";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { isPassword } from "@/lib/auth/password";
import { readPendingMfa } from "@/lib/auth/pending-mfa";
import { verifySecondFactor } from "@/lib/auth/verify-second-factor";
import { findUser, findUsersByEmail, type User } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

type Credentials = { email: string; password: string; code?: string };

/**
 * The user with this email, password and second factor. An unknown email gets the same response after the
 * same time as a wrong password; that an account is banned, or requires a code, is only revealed with the
 * correct password.
 *
 * @throws AppError `rate_limited`, `invalid_credentials`, `account_banned`, `second_factor_required`,
 * `second_factor_wrong`, `service_unavailable`.
 */
export async function signInByPassword(credentials: Credentials, clientIp: string): Promise<User> {
  const { email, password, code } = credentials;
  const check = async () => {
    const user = await findByPassword(email, password);
    if (user === null) throw new AppError("invalid_credentials", "Wrong email or password.");
    await assertSecondFactor(user, code);
    return user;
  };
  return withAttempt({ email, clientIp }, check, isOwner);
}

/** Whether the account has verified its email. Failures counted for an email belong to its owner. */
function isOwner({ emailVerifiedAt }: User): boolean {
  return emailVerifiedAt !== null;
}

/**
 * Of the email's two accounts the one with this password. Both are always checked, so that the time reveals
 * neither.
 */
async function findByPassword(email: string, password: string): Promise<User | null> {
  const { owner, claimant } = await findUsersByEmail(email);
  const isOfOwner = await isPassword(owner?.passwordHash ?? null, password);
  const isOfClaimant = await isPassword(claimant?.passwordHash ?? null, password);
  if (isOfOwner && owner !== null) return owner;
  return isOfClaimant ? claimant : null;
}

/**
 * The user whom a provider signed in, after the check of the second factor.
 *
 * @throws AppError `link_expired` for an old ticket, and the others as `signInByPassword`
 */
export async function signInBySecondFactor(
  given: { ticket: string; code: string },
  clientIp: string,
): Promise<User> {
  const pending = await readPendingMfa(given.ticket);
  const user = pending && (await findUser(pending.userId));
  const isGood = user?.totpConfirmedAt && user.sessionsEndedAt?.getTime() === pending?.sessionsEndedMs;
  if (!isGood) throw new AppError("link_expired", "This sign-in took too long. Start it again.");
  const check = async () => {
    await assertSecondFactor(user, given.code);
    return user;
  };
  return withAttempt({ email: user.email, clientIp }, check, isOwner);
}

async function assertSecondFactor(user: User, code: string | undefined): Promise<void> {
  if (user.bannedAt) throw new AppError("account_banned", "This account is banned.");
  if (!user.totpConfirmedAt) return;
  if (!code) throw new AppError("second_factor_required", "Enter the code of your authenticator.");
  const verified = await verifySecondFactor(user, code);
  if (verified === null) throw new AppError("second_factor_wrong", "Wrong code, or it was used before.");
  if (verified === "recovery") notifyAccessChange(user, "recovery-code-used");
}
