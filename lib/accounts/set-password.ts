import "server-only";
import { consumeLinkToken, isGrantOf, readLinkToken } from "@/lib/auth/email-link";
import { withAttempt } from "@/lib/auth/login-throttle";
import { notifyAccessChange } from "@/lib/auth/notify-access-change";
import { assertStrongPassword, hashPassword } from "@/lib/auth/password";
import { assertRecentProof } from "@/lib/auth/recent-proof";
import { endSessions } from "@/lib/auth/session/session-store";
import { recordVerifiedEmail } from "@/lib/db/admin/record-verified-email";
import { findUser, replacePassword, type User } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Sets a new password by the token of an e-mailed link. Passkeys, linked accounts, API keys, hooks, webhooks, links of
 * coaches and push subscriptions end, since it is
 * what we advise where someone else made one. The link also verifies the email: if that is the first verification, the
 * second factor ends, too.
 *
 * @throws AppError `link_expired`, `weak_password`, `rate_limited`
 */
export async function resetPassword(
  input: { token: string; password: string },
  clientIp: string,
): Promise<void> {
  await withAttempt({ clientIp }, async () => {
    const grant = await readLinkToken("reset-password", input.token);
    const user = grant && (await findUser(grant.userId));
    if (!user || user.deletedAt || !isGrantOf(grant, user)) throw expired();
    // A rejected password must not consume the link.
    assertStrongPassword(input.password, { email: user.email, name: user.displayName });
    if (!(await consumeLinkToken("reset-password", input.token))) throw expired();
    await setPassword(await verifyOwner(user), input.password, { isForgotten: true, lost: expired });
  });
}

/**
 * Changes the password of a session's user, or gives them the first one.
 *
 * @throws AppError `proof_required`, `weak_password`
 */
export async function changePassword(
  session: { userId: string; sessionId: string },
  next: string,
): Promise<void> {
  await assertRecentProof(session);
  const signedOut = () => new AppError("unauthorized", "Sign in first.");
  const user = await findUser(session.userId);
  if (!user) throw signedOut();
  await setPassword(user, next, { isForgotten: false, lost: signedOut });
}

const expired = () => new AppError("link_expired", "This link has expired. Request a new one.");

/** The user with a verified email. */
async function verifyOwner(user: User): Promise<User> {
  if (user.emailVerifiedAt) return user;
  const at = new Date();
  const isFirst = await recordVerifiedEmail({ userId: user.id, email: user.email, keepsPassword: false, at });
  return isFirst ? { ...user, emailVerifiedAt: at, passwordHash: null, sessionsEndedAt: at } : user;
}

/** Sets the password and ends every session of the old one. */
async function setPassword(
  user: User,
  password: string,
  { isForgotten, lost }: { isForgotten: boolean; lost: () => AppError },
): Promise<void> {
  assertStrongPassword(password, { email: user.email, name: user.displayName });
  const passwordHash = await hashPassword(password);
  const at = new Date();
  if (!(await replacePassword(user, { passwordHash, at, isForgotten }))) throw lost();
  await endSessions(user.id, at);
  notifyAccessChange(user, "password-changed");
}
