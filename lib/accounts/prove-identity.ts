import "server-only";
import { withAttempt } from "@/lib/auth/login-throttle";
import { verifyAssertion } from "@/lib/auth/passkey/verify-assertion";
import { isPassword } from "@/lib/auth/password";
import { recordProof } from "@/lib/auth/recent-proof";
import { verifySecondFactor } from "@/lib/auth/verify-second-factor";
import { findUser } from "@/lib/db/queries/users/users";
import type { Assertion } from "@/lib/schemas/access/passkeys";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Re-authenticates the owner of a session by the password, a code of the second factor or a passkey; all that
 * are given must be correct. Wrong ones count as failed sign-ins. An account that has neither signs in at its
 * provider again, which counts as well.
 *
 * @throws AppError `wrong_password`, `second_factor_wrong`, `rate_limited`
 */
export async function proveIdentity(
  session: { userId: string; sessionId: string; clientIp: string },
  given: { password?: string | undefined; code?: string | undefined; assertion?: Assertion | undefined },
): Promise<void> {
  const { userId, sessionId, clientIp } = session;
  const user = await findUser(userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  const { password, code, assertion } = given;
  const isWhole =
    assertion !== undefined ||
    ((password !== undefined || user.passwordHash === null) &&
      (code !== undefined || user.totpConfirmedAt === null));
  const check = async () => {
    if (password !== undefined && !(await isPassword(user.passwordHash, password))) {
      throw new AppError("wrong_password", "Wrong password.", { field: "password" });
    }
    if (code !== undefined && !(await verifySecondFactor(user, code))) {
      throw new AppError("second_factor_wrong", "Wrong code, or it was used before.", { field: "code" });
    }
    if (assertion !== undefined && (await verifyAssertion(assertion)) !== userId) {
      throw new AppError("invalid_credentials", "That is not a passkey of this account.");
    }
  };
  await withAttempt({ email: user.email, clientIp }, check, () => isWhole && user.emailVerifiedAt !== null);
  await recordProof(sessionId);
}
