import "server-only";
import { withAttempt } from "@/lib/auth/login-throttle";
import { verifyAssertion } from "@/lib/auth/passkey/verify-assertion";
import { findUser, type User } from "@/lib/db/queries/users/users";
import type { Assertion } from "@/lib/schemas/access/passkeys";
import { AppError } from "@/lib/schemas/api-error";

/**
 * The user whose passkey signed in. It asks for no second factor: a passkey is one thing that the user has, and
 * its authenticator has verified the user.
 *
 * @throws AppError `rate_limited`, `invalid_credentials`, `account_banned`, `service_unavailable`
 */
export function signInByPasskey(assertion: Assertion, clientIp: string): Promise<User> {
  return withAttempt({ clientIp }, async () => {
    const userId = await verifyAssertion(assertion);
    const user = userId && (await findUser(userId));
    if (!user) {
      throw new AppError("invalid_credentials", "This passkey is unknown, or the sign-in took too long.");
    }
    if (user.bannedAt) throw new AppError("account_banned", "This account is banned.");
    return user;
  });
}
