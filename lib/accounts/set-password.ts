import "server-only";
import { readLinkToken, takeLinkToken } from "@/lib/auth/mailed-link";
import { assertStrongPassword, hashPassword, isPassword } from "@/lib/auth/password";
import { endSessions } from "@/lib/auth/session-store";
import { findUser, type User, updateUser } from "@/lib/db/users";
import { AppError } from "@/lib/schemas/api-error";

/**
 * Sets a new password by the link that was mailed. The link proves the address as well.
 *
 * @throws AppError `link_expired`, `weak_password`.
 */
export async function resetPassword(input: { token: string; password: string }): Promise<void> {
  const expired = () => new AppError("link_expired", "This link is no longer good. Ask for a new one.");
  const grant = await readLinkToken("reset-password", input.token);
  const user = grant && (await findUser(grant.userId));
  if (!user || user.email !== grant.email || user.deletedAt) throw expired();
  // A password that is refused must not cost the link.
  assertStrongPassword(input.password, { email: user.email, name: user.displayName });
  if (!(await takeLinkToken("reset-password", input.token))) throw expired();
  await setPassword(user, input.password);
  await updateUser(user.id, { emailVerifiedAt: user.emailVerifiedAt ?? new Date() });
}

/**
 * Changes a password for somebody who knows the old one, or has none yet.
 *
 * @throws AppError `wrong_password`, `weak_password`.
 */
export async function changePassword(
  userId: string,
  input: { current?: string; next: string },
): Promise<void> {
  const user = await assertOwnPassword(userId, input.current);
  await setPassword(user, input.next);
}

/**
 * The user, when this is the password, or there is none.
 *
 * @throws AppError `wrong_password`.
 */
export async function assertOwnPassword(userId: string, password: string | undefined): Promise<User> {
  const user = await findUser(userId);
  if (!user) throw new AppError("unauthorized", "Sign in first.");
  if (user.passwordHash === null || (await isPassword(user.passwordHash, password ?? ""))) return user;
  throw new AppError("wrong_password", "That is not your password.", { field: "password" });
}

/** With the new password every session ends: whoever held one by the old password is out. */
async function setPassword(user: User, password: string): Promise<void> {
  assertStrongPassword(password, { email: user.email, name: user.displayName });
  const passwordHash = await hashPassword(password);
  await updateUser(user.id, { passwordHash, sessionsEndedAt: new Date() });
  await endSessions(user.id);
}
