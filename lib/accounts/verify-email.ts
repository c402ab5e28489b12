import "server-only";
import { consumeLinkToken, createLinkToken } from "@/lib/auth/email-link";
import { withAttempt } from "@/lib/auth/login-throttle";
import { beginSession, type Origin } from "@/lib/auth/session/begin-session";
import type { Session } from "@/lib/auth/session/read-session";
import { endSessions } from "@/lib/auth/session/session-store";
import { recordVerifiedEmail } from "@/lib/db/admin/record-verified-email";
import { findUser, type User } from "@/lib/db/queries/users/users";
import { AppError } from "@/lib/schemas/api-error";

/** The browser's next step: a new session, a token for choosing a password, or neither. */
type Verified = { session: { userId: string; sessionId: string } | null; passwordToken: string | null };
const NOTHING: Verified = { session: null, passwordToken: null };

/**
 * Verifies a user's email by the token of an e-mailed link. The first time, all previous ways to sign in are removed and
 * every session ends. A browser that is signed in to the account keeps its password and gets a new session;
 * for any other browser the account may have been opened by someone else, so it chooses a new password.
 *
 * @throws AppError `link_expired` for a link that is unknown, used, expired, or of a former email
 */
export async function verifyEmail(
  token: string,
  visitor: { session: Session | null; origin: Origin },
): Promise<Verified> {
  const user = await withAttempt({ clientIp: visitor.origin.clientIp }, () => findOwner(token));
  if (user.emailVerifiedAt) return NOTHING;
  const at = new Date();
  const isOwn = visitor.session?.userId === user.id;
  if (!(await recordVerifiedEmail({ userId: user.id, email: user.email, keepsPassword: isOwn, at })))
    return NOTHING;
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
    throw new AppError("link_expired", "This link has expired. Request a new one in the settings.");
  }
  return user;
}
