import "server-only";
import { withAttempt } from "@/lib/auth/login-throttle";
import { consumeLinkToken, createLinkToken } from "@/lib/auth/mailed-link";
import { beginSession, type Origin } from "@/lib/auth/session/begin-session";
import type { Session } from "@/lib/auth/session/read-session";
import { endSessions } from "@/lib/auth/session/session-store";
import { proveEmail } from "@/lib/db/admin/prove-email";
import { findUser, type User } from "@/lib/db/queries/users";
import { AppError } from "@/lib/schemas/api-error";

/** What a browser goes on with: a new session, a token to choose a password with, or neither. */
type Verified = { session: { userId: string; sessionId: string } | null; passwordToken: string | null };
const NOTHING: Verified = { session: null, passwordToken: null };

/**
 * Takes a user's address as verified by the link that was mailed to it. The first time, whatever opened the account
 * before is dropped, and every session ends. A browser that is signed in to the account keeps its password and gets a
 * new session; any other may have been led to an account that a stranger opened, and chooses a new password.
 *
 * @throws AppError `link_expired` for a link that is unknown, used, too old, or of an address since given up.
 */
export async function verifyEmail(
  token: string,
  visitor: { session: Session | null; origin: Origin },
): Promise<Verified> {
  const user = await withAttempt({ address: visitor.origin.address }, () => findOwner(token));
  if (user.emailVerifiedAt) return NOTHING;
  const at = new Date();
  const isOwn = visitor.session?.userId === user.id;
  if (!(await proveEmail({ userId: user.id, email: user.email, keepsPassword: isOwn, at }))) return NOTHING;
  await endSessions(user.id, at);
  const verified = await findUser(user.id);
  if (!verified) return NOTHING;
  if (!isOwn) return { session: null, passwordToken: await createLinkToken("reset-password", verified) };
  const sessionId = await beginSession(verified, visitor.origin);
  return { session: { userId: user.id, sessionId }, passwordToken: null };
}

async function findOwner(token: string): Promise<User> {
  const grant = await consumeLinkToken("verify-email", token);
  const user = grant && (await findUser(grant.userId));
  if (!user || user.email !== grant.email) {
    throw new AppError("link_expired", "This link is no longer good. Ask for a new one in the settings.");
  }
  return user;
}
