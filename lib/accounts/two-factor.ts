import "server-only";
import { withAttempt } from "@/lib/auth/login-throttle";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { createRecoveryCodes, createSecondFactor, matchTotpStep } from "@/lib/auth/second-factor";
import { decryptTotpSecret, encryptTotpSecret } from "@/lib/auth/totp-secret";
import { verifySecondFactor } from "@/lib/auth/verify-second-factor";
import {
  confirmSecondFactor,
  dropSecondFactor,
  findUser,
  storeTotpSecret,
  type User,
} from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/** The user who changes the second factor, with session and client IP. */
type Caller = { userId: string; sessionId: string; clientIp: string };

/**
 * Creates a secret for an authenticator. It is inactive until a code of it was confirmed.
 *
 * @throws AppError `proof_required`, `email_not_verified`, `bad_request` when there is a second factor
 * already.
 */
export async function beginTwoFactor(caller: Caller): Promise<{ secret: string; url: string }> {
  const user = await findCaller(caller);
  await assertRecentProof(caller);
  if (!user.emailVerifiedAt) {
    // Otherwise someone who registered another person's email could lock its owner out.
    throw new AppError("email_not_verified", "Verify your email first, by the link in our mail.");
  }
  const factor = createSecondFactor(user.email);
  if (!(await storeTotpSecret(user.id, await encryptTotpSecret(factor.secret)))) {
    throw new AppError("bad_request", "Two-factor sign-in is on already.");
  }
  return factor;
}

/**
 * Enables two-factor sign-in and returns the recovery codes, which are shown only once.
 *
 * @throws AppError `proof_required`, `second_factor_wrong`, `rate_limited`
 */
export async function confirmTwoFactor(caller: Caller, code: string): Promise<string[]> {
  const user = await findCaller(caller);
  await assertRecentProof(caller);
  const { totpSecret } = user;
  if (!totpSecret || user.totpConfirmedAt) throw new AppError("bad_request", "Begin with a new secret.");
  const { codes, hashes } = createRecoveryCodes();
  await withAttempt({ email: user.email, clientIp: caller.clientIp }, async () => {
    const step = matchTotpStep(await decryptTotpSecret(totpSecret), code);
    if (step === null || !(await confirmSecondFactor(user, { totpSecret, step, hashes }))) {
      throw new AppError("second_factor_wrong", "Wrong code.", { field: "code" });
    }
  });
  notifyAccessChange(user, "two-factor-on");
  return codes;
}

/**
 * Disables two-factor sign-in, by a code of it. If there is a password, the code alone is not enough.
 *
 * @throws AppError `proof_required`, `second_factor_wrong`, `rate_limited`, `bad_request` when it is
 * disabled, `last_admin`
 */
export async function endTwoFactor(caller: Caller, code: string): Promise<void> {
  const user = await findCaller(caller);
  if (!user.totpConfirmedAt) throw new AppError("bad_request", "Two-factor sign-in is off already.");
  if (user.passwordHash !== null) await assertRecentProof(caller);
  await withAttempt({ email: user.email, clientIp: caller.clientIp }, async () => {
    if (await verifySecondFactor(user, code)) return;
    throw new AppError("second_factor_wrong", "Wrong code, or it was used before.", { field: "code" });
  });
  await dropSecondFactor(user.id);
  notifyAccessChange(user, "two-factor-off");
}

async function findCaller({ userId }: Caller): Promise<User> {
  const user = await findUser(userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  return user;
}
